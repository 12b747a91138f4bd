"""A sheet's XML with a note put into each row, copied byte by byte in bounded memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string, get_column_letter

from pension.workbooks.headings import FAULT_HEADER
from pension.workbooks.note_styles import NoteStyles
from pension.workbooks.results import Fault, Layout
from pension.workbooks.xml_parts import (
    Attributes,
    Edit,
    Tag,
    chunks,
    edited,
    new_parser,
    plain_name,
    tag_at,
)

GOOD = "可提交"

_WIDTH = 64
_CHARACTERS_A_LINE = 30
_LINE_HEIGHT = 15
_CELL_LIMIT = 32_000
_DIGITS = "0123456789"
# A rule of the user's own keeps its place before these.
_PRIORITY = 1_000_000
_BEHIND_RULES = frozenset(
    {
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    }
)


@dataclass(slots=True)
class Notes:
    """What is noted where: rows in rising order, at one column of a layout."""

    faults: Iterable[tuple[int, Sequence[Fault]]]
    layout: Layout
    column: int
    styles: NoteStyles
    replaces: bool


def noted_sheet(archive: ZipFile, part: str, notes: Notes) -> Iterator[bytes]:
    """Yield the bytes of a sheet with its notes."""
    writer = _NoteWriter(notes)
    for chunk in chunks(archive, part):
        yield writer.take(chunk)
    yield writer.end()


class _NoteWriter:
    """Follows a sheet by the parser and edits what it copies; one open row is held at most."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._coming = iter(notes.faults)
        self._next = next(self._coming, None)
        self._buffer, self._base, self._seen = b"", 0, 0
        self._edits: list[Edit] = []
        self._depth = self._last_row = 0
        self._row: _OpenRow | None = None
        self._has_width = self._has_rules = False
        self._parser = new_parser()
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close

    def take(self, chunk: bytes) -> bytes:
        """Take some bytes of the sheet; returns those that are done, with their notes."""
        self._buffer += chunk
        self._parser.Parse(chunk)
        if self._row:
            return self._flush(self._row.tag.start)
        return self._flush(max([self._seen, *(edit.stop for edit in self._edits)]))

    def end(self) -> bytes:
        """Return what is left."""
        self._parser.Parse(b"", True)
        return self._flush(self._base + len(self._buffer))

    def _flush(self, upto: int) -> bytes:
        done = edited(self._buffer[: upto - self._base], self._edits, self._base)
        self._edits.clear()
        self._buffer, self._base = self._buffer[upto - self._base :], upto
        return done

    def _open(self, name: str, attributes: Attributes) -> None:
        self._seen = here = self._parser.CurrentByteIndex
        plain = plain_name(name)
        if self._row:
            if plain == "c":
                self._row.open_cell(self._tag(here), attributes)
        elif plain == "row":
            self._open_row(name, here, attributes)
        elif plain == "col":
            self._widen(name, here, attributes)
        elif plain == "sheetData" and not self._has_width:
            prefix = _prefix(name)
            self._insert(here, f"<{prefix}cols>{self._width(prefix)}</{prefix}cols>")
        elif self._depth == 1 and plain in _BEHIND_RULES:
            self._add_rules(name, here)
        self._depth += 1

    def _close(self, name: str) -> None:
        self._seen = here = self._parser.CurrentByteIndex
        self._depth -= 1
        plain = plain_name(name)
        if self._row and plain == "c":
            self._row.close_cell(here if self._row.is_in_empty_cell else self._tag(here).end)
        elif self._row and plain == "row":
            self._edits += self._row.edits(here)
            self._last_row, self._row = self._row.number, None
        elif plain == "cols" and not self._has_width:
            self._insert(here, self._width(_prefix(name)))
        elif not self._depth:
            self._add_rules(name, here)

    def _insert(self, here: int, text: str) -> None:
        self._edits.append(Edit(here, here, text.encode()))

    def _tag(self, here: int) -> Tag:
        return tag_at(self._buffer, here, self._base)

    def _open_row(self, name: str, here: int, attributes: Attributes) -> None:
        number = int(attributes["r"]) if "r" in attributes else self._last_row + 1
        self._row = _OpenRow(self._notes, name, self._tag(here), attributes, number)
        while self._next and self._next[0] < number:
            self._next = next(self._coming, None)
        if self._next and self._next[0] == number:
            self._row.note(self._next[1])

    def _widen(self, name: str, here: int, attributes: Attributes) -> None:
        """Give the column of the notes its width; columns described together are parted."""
        first, last, ours = int(attributes["min"]), int(attributes["max"]), self._notes.column
        if self._has_width or last < ours:
            return
        prefix = _prefix(name)
        if first > ours:
            self._insert(here, self._width(prefix))
            return
        same = {key: value for key, value in attributes.items() if key not in {"min", "max"}}
        before = _column(name, same, first, ours - 1)
        behind = _column(name, same, ours + 1, last)
        text = f"{before}{self._width(prefix)}{behind}"
        self._edits.append(Edit(here, self._tag(here).end, text.encode()))

    def _width(self, prefix: str) -> str:
        self._has_width = True
        place = self._notes.column
        return f'<{prefix}col min="{place}" max="{place}" width="{_WIDTH}" customWidth="1"/>'

    def _add_rules(self, name: str, here: int) -> None:
        """Tint the rows that have faults, as long as their note stands."""
        first = self._notes.styles.tints
        if self._has_rules or first is None:
            return
        self._has_rules = True
        top = self._notes.layout.heading_row + 1
        letters = get_column_letter(self._notes.column)
        low = max(self._last_row, top)
        is_bad = f'AND(LEN(${letters}{top})>0,${letters}{top}<>"{GOOD}")'
        is_good = f'${letters}{top}="{GOOD}"'
        ranges = (f"A{top}:{letters}{low}", *(f"{letters}{top}:{letters}{low}",) * 2)
        conditions = (is_bad, is_bad, is_good)
        prefix = _prefix(name)
        self._insert(
            here,
            "".join(
                f'<{prefix}conditionalFormatting sqref="{where}">'
                f'<{prefix}cfRule type="expression" dxfId="{first + index}" '
                f'priority="{_PRIORITY + index}"><{prefix}formula>{escape(condition)}'
                f"</{prefix}formula></{prefix}cfRule></{prefix}conditionalFormatting>"
                for index, (where, condition) in enumerate(zip(ranges, conditions, strict=True))
            ),
        )


class _OpenRow:
    """A row while it is being followed, and the edits that put its note in."""

    def __init__(
        self, notes: Notes, name: str, tag: Tag, attributes: Attributes, number: int
    ) -> None:
        self.tag, self.number = tag, number
        self._notes, self._name = notes, name
        self._attributes = dict(attributes)
        self._is_changed = self._attributes.pop("spans", None) is not None
        self._neighbour = ""
        self._place = 0
        self._cell: Tag | None = None
        self._old: Edit | None = None
        self._behind: int | None = None  # where the first cell behind the note begins
        self._text = FAULT_HEADER if number == notes.layout.heading_row else ""

    @property
    def is_in_empty_cell(self) -> bool:
        """Tell whether the cell that is open has no end tag of its own."""
        return self._cell is not None and self._cell.is_empty

    def note(self, faults: Sequence[Fault]) -> None:
        """Say what is wrong with the row, and make it as high as that needs."""
        named = [f"{fault.cell}“{fault.field}”：{fault.sentence}" for fault in faults] or [GOOD]
        self._text = "\n".join(named)[:_CELL_LIMIT]
        if faults:
            height = sum(1 + len(line) // _CHARACTERS_A_LINE for line in named)
            self._attributes |= {"ht": str(_LINE_HEIGHT * height + 4), "customHeight": "1"}
            self._is_changed = True

    def open_cell(self, tag: Tag, attributes: Attributes) -> None:
        """Pass a cell."""
        letters = attributes.get("r", "").rstrip(_DIGITS)
        self._place = column_index_from_string(letters) if letters else self._place + 1
        self._cell = tag
        if self._place == self._notes.layout.width:
            self._neighbour = attributes.get("s", "")
        if self._place > self._notes.column and self._behind is None:
            self._behind = tag.start

    def close_cell(self, end: int) -> None:
        """Pass the end of a cell; one that held an earlier note makes room for the new one."""
        if self._cell and self._place == self._notes.column:
            self._old = Edit(self._cell.start, end, b"")

    def edits(self, here: int) -> list[Edit]:
        """Return the edits of the row, which closes here."""
        if self.tag.is_empty and self._text:
            whole = f"{self._opening()}{self._note()}</{self._name}>"
            return [Edit(self.tag.start, self.tag.end, whole.encode())]
        found: list[Edit] = []
        if self._is_changed:
            found.append(Edit(self.tag.start, self.tag.end, self._opening().encode()))
        is_below = self.number > self._notes.layout.heading_row
        if self._old and (self._text or (self._notes.replaces and is_below)):
            found.append(self._old)
        if self._text:
            where = here if self._behind is None else self._behind
            found.append(Edit(where, where, self._note().encode()))
        return found

    def _opening(self) -> str:
        given = "".join(f" {key}={quoteattr(value)}" for key, value in self._attributes.items())
        ends = self.tag.is_empty and not self._text
        return f"<{self._name}{given}{'/' if ends else ''}>"

    def _note(self) -> str:
        prefix = _prefix(self._name)
        is_heading = self.number == self._notes.layout.heading_row
        style = self._neighbour if is_heading else self._notes.styles.note
        dress = "" if style in {None, ""} else f' s="{style}"'
        place = f"{get_column_letter(self._notes.column)}{self.number}"
        return (
            f'<{prefix}c r="{place}"{dress} t="inlineStr"><{prefix}is><{prefix}t '
            f'xml:space="preserve">{escape(self._text)}</{prefix}t></{prefix}is></{prefix}c>'
        )


def _column(name: str, same: Mapping[str, str], first: int, last: int) -> str:
    """Return the description of columns; empty when there are none."""
    if first > last:
        return ""
    given = "".join(f" {key}={quoteattr(value)}" for key, value in same.items())
    return f'<{name} min="{first}" max="{last}"{given}/>'


def _prefix(name: str) -> str:
    """Return the prefix of a name with its colon, empty when it has none."""
    return name[: name.rfind(":") + 1]
