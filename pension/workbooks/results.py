"""What reading a workbook gives: rows with their repairs and faults, each naming its cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from pension.vocabulary.errors import CaseError
from pension.workbooks.specs import Sheet, column_of


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and what to do about it; of the whole file when it names no cell."""

    sheet: str
    cell: str
    field: str
    sentence: str

    def __str__(self) -> str:
        place = " ".join(part for part in (self.sheet, self.cell) if part)
        named = f"“{self.field}”" if self.field else ""
        return f"{place}{named}：{self.sentence}" if place or named else self.sentence


@dataclass(frozen=True, slots=True)
class Repair:
    """A harmless difference that was put right."""

    cell: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a file keeps the columns of a sheet: heading row and column numbers, from 1."""

    sheet: Sheet
    heading_row: int
    places: Mapping[str, int]

    @property
    def width(self) -> int:
        """Return the last column that is read."""
        return max(self.places.values())

    def cell(self, key: str, row_number: int) -> str:
        """Return the reference of a cell, «C7»."""
        return f"{get_column_letter(self.places[key])}{row_number}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read; a value that was refused is missing from `values` and named in `faults`.

    `hidden` are the keys of columns that the file hides; the first row names them for all.
    """

    number: int
    values: dict[str, object]
    repairs: list[Repair]
    faults: list[Fault]
    layout: Layout
    is_hidden: bool = False
    hidden: frozenset[str] = frozenset()

    @property
    def is_good(self) -> bool:
        """Tell whether nothing is wrong with the row."""
        return not self.faults

    def fault(self, key: str, sentence: str) -> Fault:
        """Make a fault at one of the row's cells, for checks that look beyond the cell."""
        layout = self.layout
        header = column_of(layout.sheet.columns, key).header
        return Fault(layout.sheet.title, layout.cell(key, self.number), header, sentence)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A workbook read whole: its rows, or the faults of the file that kept it from being read."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_readable(self) -> bool:
        """Tell whether the file has the right shape."""
        return not self.faults


class Tally(NamedTuple):
    """How many rows were written, and the sum of their amounts."""

    rows: int
    total_fen: int


class WorkbookError(CaseError):
    """A file that can't be read or written as a whole, with every reason."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(*(str(fault) for fault in self.faults))
