"""The forms of a page as a browser would send them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

Attributes = dict[str, str | None]
TYPED = {"date": "2022-10-31", "number": "1", "text": "演示"}


@dataclass
class PageForm:
    """Where a form is sent, how, and what stands in its fields."""

    method: str
    action: str
    fields: dict[str, str | None] = field(default_factory=dict)  # None for a file

    def body(self, name: str, values: list[str]) -> dict[str, Any]:
        """What is sent, with something else in one of the fields."""
        return {key: _sent(text) for key, text in self.fields.items()} | {name: values}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._by_id: dict[str, PageForm] = {}
        self._inside: PageForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self._open(said)
        form = self._by_id.get(said.get("form") or "") or self._inside
        if form is None:
            return
        if tag == "option" and self._select and not form.fields[self._select]:
            form.fields[self._select] = said.get("value")
        name = said.get("name")
        if name and tag in ("input", "select", "textarea", "button"):
            form.fields.setdefault(name, _standing(tag, said))
            self._select = name if tag == "select" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None

    def _open(self, said: Attributes) -> None:
        form = PageForm((said.get("method") or "get").lower(), said.get("action") or "")
        self._inside = form
        self._by_id[said.get("id") or ""] = form
        self.forms.append(form)


def forms_of(page: str) -> Iterator[PageForm]:
    """The forms of a page, with the fields that stand elsewhere on it and belong to them."""
    reader = _Reader()
    reader.feed(page)
    return iter(reader.forms)


def _standing(tag: str, said: Attributes) -> str | None:
    kind = said.get("type") or tag
    if kind == "file":
        return None
    return said.get("value") or TYPED.get("text" if kind == "textarea" else kind, "")


def _sent(text: str | None) -> str | SimpleUploadedFile:
    return SimpleUploadedFile("演示.pdf", b"%PDF-1.4\n%%EOF") if text is None else text
