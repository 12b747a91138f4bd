"""The few styles that notes need, added to a user's own stylesheet."""

import re
from dataclasses import dataclass

from pension.workbooks.looks import FAULT_COLOR, FAULT_TEXT_COLOR, GOOD_TEXT_COLOR
from pension.workbooks.xml_parts import Edit, Tag, edited, new_parser, plain_name, tag_at

_NOTE = (
    '<{0}xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyAlignment="1"><{0}alignment horizontal="left" vertical="center" wrapText="1"/></{0}xf>'
)
_TINTS = (
    f'<{{0}}dxf><{{0}}fill><{{0}}patternFill patternType="solid">'
    f'<{{0}}bgColor rgb="FF{FAULT_COLOR}"/></{{0}}patternFill></{{0}}fill></{{0}}dxf>'
    f'<{{0}}dxf><{{0}}font><{{0}}color rgb="FF{FAULT_TEXT_COLOR}"/></{{0}}font></{{0}}dxf>'
    f'<{{0}}dxf><{{0}}font><{{0}}color rgb="FF{GOOD_TEXT_COLOR}"/></{{0}}font></{{0}}dxf>'
)
_ADDED = {"cellXfs": (_NOTE, 1), "dxfs": (_TINTS, 3)}
_BEHIND_TINTS = frozenset({"tableStyles", "colors", "extLst"})


@dataclass(frozen=True, slots=True)
class NoteStyles:
    """Numbers of the note's cell style and of the first of three tints; None without styles."""

    note: int | None = None
    tints: int | None = None


def add_styles(stylesheet: bytes) -> tuple[bytes, NoteStyles]:
    """Return a stylesheet with the styles of notes, and their numbers in it."""
    reader = _Stylesheet(stylesheet)
    return edited(stylesheet, reader.edits), NoteStyles(
        reader.counts.get("cellXfs"), reader.counts["dxfs"]
    )


class _Stylesheet:
    """Finds the lists that styles are added to, and how many each holds."""

    def __init__(self, content: bytes) -> None:
        self.counts: dict[str, int] = {}
        self.edits: list[Edit] = []
        self._content = content
        self._path: list[str] = []
        self._tag = Tag(0, 0, is_empty=False)
        self._parser = new_parser()
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.Parse(content, True)

    def _open(self, name: str, attributes: object) -> None:
        plain = plain_name(name)
        depth = len(self._path)
        if depth == 1 and plain in _ADDED:
            self.counts[plain] = 0
            self._tag = tag_at(self._content, self._parser.CurrentByteIndex)
        elif depth == 1 and plain in _BEHIND_TINTS:
            self._add_tints(name)
        elif depth == 2 and self._path[1] in _ADDED:
            self.counts[self._path[1]] += 1
        self._path.append(plain)

    def _close(self, name: str) -> None:
        plain = self._path.pop()
        if len(self._path) == 1 and plain in _ADDED:
            self._extend(name, plain)
        elif not self._path:
            self._add_tints(name)

    def _extend(self, name: str, plain: str) -> None:
        """Add to a list that is there; its count is in its opening tag."""
        here = self._parser.CurrentByteIndex
        added, more = _ADDED[plain]
        items = added.format(_prefix(name)).encode()
        opening = f'<{name} count="{self.counts[plain] + more}">'.encode()
        if self._tag.is_empty:
            opening += items + f"</{name}>".encode()
        self.edits.append(Edit(self._tag.start, self._tag.end, opening))
        if not self._tag.is_empty:
            self.edits.append(Edit(here, here, items))

    def _add_tints(self, name: str) -> None:
        """Add the list of tints where the stylesheet has none."""
        if "dxfs" in self.counts:
            return
        self.counts["dxfs"] = 0
        here, prefix = self._parser.CurrentByteIndex, _prefix(name)
        tints = f'<{prefix}dxfs count="3">{_TINTS.format(prefix)}</{prefix}dxfs>'
        self.edits.append(Edit(here, here, tints.encode()))


def _prefix(name: str) -> str:
    return re.sub(r"[^:]+$", "", name)
