"""The forms of a page: where they are sent to and what they carry."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Said = dict[str, str | None]
SAMPLES = {"date": "2022-10-31", "number": "1", "month": "2022-10"}
WORDS = "演示"
CHOSEN = ("checkbox", "radio", "submit", "button")


@dataclass(slots=True)
class Field:
    """A field as the page gives it; what is a choice is sent only when it is chosen."""

    name: str
    value: str
    is_choice: bool


@dataclass(slots=True)
class Form:
    """A form that is sent by POST, in the order of its fields."""

    urls: list[str]  # its own, and those of buttons that send it elsewhere
    fields: list[Field] = field(default_factory=list)

    def body(self, chosen: Field, name: str, value: str) -> dict[str, list[str]]:
        """What is sent when one field is given another name and value, and no box but it chosen."""
        sent: dict[str, list[str]] = {name: [value]}
        for one in self.fields:
            if one is not chosen and one.name != chosen.name and not one.is_choice:
                sent.setdefault(one.name, []).append(one.value)
        return sent


class Forms(HTMLParser):
    """Reads the forms of a page; an empty field is filled in as an officer would."""

    def __init__(self, page: str, url: str) -> None:
        """Read a page that was opened at an address."""
        super().__init__()
        self.found: dict[str, Form] = {}
        self._url, self._count = url, 0
        self._open: Form | None = None
        self._select: tuple[Form, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a field or a choice."""
        said = dict(attrs)
        if tag == "form":
            self._begin(said)
        form = self.found.get(said.get("form") or "", self._open)
        name = said.get("name") or ""
        if form and said.get("formaction"):
            form.urls.append(said["formaction"] or "")
        if form and tag in ("input", "button", "textarea") and name:
            form.fields.append(_field(form, tag, said))
        elif form and tag == "select" and name:
            self._select = form, name
        elif tag == "option" and self._select and said.get("value"):
            form, name = self._select
            is_first = all(one.name != name for one in form.fields)
            form.fields.append(Field(name, said["value"] or "", is_choice=not is_first))

    def handle_endtag(self, tag: str) -> None:
        """Close a form or a list of choices."""
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = None

    def _begin(self, said: Said) -> None:
        self._count += 1
        self._open = Form([said.get("action") or self._url])
        if said.get("method") == "post":
            self.found[said.get("id") or str(self._count)] = self._open


def _field(form: Form, tag: str, said: Said) -> Field:
    name, kind = said.get("name") or "", said.get("type") or tag
    filled = said.get("value") or SAMPLES.get(kind, WORDS)
    is_first = all(one.name != name for one in form.fields)
    is_off = "checked" not in said and not (kind == "radio" and is_first)
    return Field(name, filled, is_choice=kind in CHOSEN and is_off)
