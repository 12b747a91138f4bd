"""The rows of a sheet's XML, one by one: each cell as text, or as what else it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto

from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import WINDOWS_EPOCH

from pension.workbooks.opened import LONGEST_TEXT, Book, SheetPart, unescaped
from pension.workbooks.xml_parts import Attributes, chunks, new_parser, plain_name

_NUMBER = re.compile(r"[+-]?\d{1,400}(?:\.\d{0,400})?(?:[eE][+-]?\d{1,4})?", re.ASCII)
_DIGITS = "0123456789"
_OVERFLOW = "#####"
_MOST_ARRAYS = 1_000
_LONGEST_REFERENCE = 10
_LEAP_DAY_OF_1900 = 60
_CELL_PARTS = frozenset({"c", "row", "v", "t", "f", "rPh"})


class Held(Enum):
    """What a cell holds that is no text."""

    NUMBER = auto()
    DAY = auto()
    MOMENT = auto()
    TIME = auto()
    TRUTH = auto()
    FORMULA = auto()
    ERROR = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds no text: its digits, its day in ISO form, or the name of its error."""

    held: Held
    text: str = ""
    number_format: str = ""


Content = str | Cell | None
Line = tuple[int, list[Content]]
Area = tuple[int, int, int, int]


class DamagedCellError(ValueError):
    """A cell that refers to nothing, or stands where no spreadsheet puts it."""

    def __init__(self, cell: str) -> None:
        """Keep the cell's reference, «C7»; what is too long to be one is cut."""
        super().__init__(cell)
        self.cell = cell[:_LONGEST_REFERENCE]


def lines(book: Book, sheet: SheetPart, width: int) -> Iterator[Line]:
    """Yield number and contents of each row, `width` columns of it; raises any of BROKEN_FILE."""
    reader = _SheetReader(book, width)
    for chunk in chunks(book.archive, sheet.part):
        reader.parser.Parse(chunk)
        yield from reader.ready
        reader.ready.clear()
    reader.parser.Parse(b"", True)
    yield from reader.ready


class _Columns(dict[str, int]):
    """Numbers of columns by their letters, worked out once each."""

    def __missing__(self, letters: str) -> int:
        self[letters] = number = column_index_from_string(letters)
        return number


class _SheetReader:
    """Listens to the parser; whole rows come to stand in `ready`."""

    def __init__(self, book: Book, width: int) -> None:
        self.ready: list[Line] = []
        self._strings, self._formats, self._dates = book.strings, book.formats, book.dates
        self._epoch = book.epoch
        self._width = width
        self._columns = _Columns()
        self._arrays: list[Area] = []
        self._row = self._place = 0
        self._line: list[Content] = []
        self._cell: Attributes = {}
        self._pieces: list[str] = []
        self._length = 0
        self._has_formula = self._is_reading = False
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: Attributes) -> None:
        if name not in _CELL_PARTS:
            name = plain_name(name)
        if name == "c":
            self._cell, self._pieces, self._length = attributes, [], 0
            self._has_formula = False
        elif name == "v" or (name == "t" and not self._is_reading):
            self.parser.CharacterDataHandler = self._characters
        elif name == "row":
            self._open_row(attributes)
        elif name == "f":
            self._open_formula(attributes)
        elif name == "rPh":
            self._is_reading = True

    def _end(self, name: str) -> None:
        if name not in _CELL_PARTS:
            name = plain_name(name)
        if name == "c":
            self._close_cell()
        elif name in {"v", "t"}:
            self.parser.CharacterDataHandler = None
        elif name == "row":
            self.ready.append((self._row, self._line))
        elif name == "rPh":
            self._is_reading = False

    def _characters(self, text: str) -> None:
        if self._length <= LONGEST_TEXT:
            self._pieces.append(text)
            self._length += len(text)

    def _open_row(self, attributes: Attributes) -> None:
        number = int(attributes["r"]) if "r" in attributes else self._row + 1
        if number <= self._row:
            raise ValueError("the rows of the sheet aren't in order")
        self._row, self._line, self._place = number, [None] * self._width, 0
        self._arrays = [area for area in self._arrays if area[3] >= number]

    def _open_formula(self, attributes: Attributes) -> None:
        """Note a formula; one of an array fills more cells, which hold nothing but results."""
        self._has_formula = True
        if attributes.get("t") in {"array", "dataTable"} and "ref" in attributes:
            left, top, right, low = range_boundaries(attributes["ref"])
            self._arrays.append((left or 1, top or 1, right or self._width, low or self._row))
            if len(self._arrays) > _MOST_ARRAYS:
                raise ValueError("the sheet has too many formulas of arrays")

    def _close_cell(self) -> None:
        reference = self._cell.get("r", "")
        place = self._columns[reference.rstrip(_DIGITS)] if reference else self._place + 1
        if place <= self._place:
            raise DamagedCellError(reference)
        self._place = place
        if place > self._width:
            return
        if self._has_formula or (self._arrays and self._is_of_array(place)):
            self._line[place - 1] = Cell(Held.FORMULA)
        elif self._pieces:
            try:
                self._line[place - 1] = self._content("".join(self._pieces))
            except (LookupError, ValueError) as error:
                raise DamagedCellError(reference) from error

    def _is_of_array(self, place: int) -> bool:
        row = self._row
        return any(
            left <= place <= right and top <= row <= low for left, top, right, low in self._arrays
        )

    def _content(self, text: str) -> Content:
        match self._cell.get("t", "n"):
            case "s":
                return self._shared(int(text))
            case "inlineStr" | "str":
                return unescaped(text)[: LONGEST_TEXT + 1]
            case "n":
                return self._number(text, int(self._cell.get("s", "0")))
            case "b":
                return Cell(Held.TRUTH, "TRUE" if int(text) else "FALSE")
            case "e":
                return Cell(Held.ERROR, text[:20])
            case "d":
                return _moment(datetime.fromisoformat(text))
        raise ValueError("a cell of no known type")

    def _shared(self, index: int) -> str:
        if index < 0:
            raise IndexError(index)
        return self._strings[index]

    def _number(self, text: str, style: int) -> Cell:
        if not _NUMBER.fullmatch(text):
            raise ValueError("no number")
        if style in self._dates:
            return _day(Decimal(text), self._epoch)
        return Cell(Held.NUMBER, text, self._formats[style])


def _day(serial: Decimal, epoch: datetime) -> Cell:
    """Return the day that a spreadsheet shows for a number."""
    if not 0 <= serial < 10_000_000:
        return Cell(Held.ERROR, _OVERFLOW)
    whole = int(serial)
    if serial < 1:
        return Cell(Held.TIME)
    if whole < _LEAP_DAY_OF_1900 and epoch == WINDOWS_EPOCH:
        whole += 1
    try:
        day = epoch + timedelta(days=whole)
    except OverflowError:
        return Cell(Held.ERROR, _OVERFLOW)
    return Cell(Held.MOMENT) if serial % 1 else Cell(Held.DAY, day.date().isoformat())


def _moment(moment: datetime) -> Cell:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return Cell(Held.DAY, moment.date().isoformat()) if moment == midnight else Cell(Held.MOMENT)
