"""The user's own file given back, with what is wrong written beside each row.

The sheet's XML is copied as it is, in bounded memory, and only the notes are put in between: so
everything else that the file holds stays what it was, pictures and formulas included.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from shutil import copyfileobj
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

from pension.workbooks.headings import (
    FAULT_HEADER,
    SEARCHED_COLUMNS,
    SEARCHED_ROWS,
    find_layout,
    plain_heading,
)
from pension.workbooks.note_styles import NoteStyles, add_styles
from pension.workbooks.opened import Book, SheetPart, opened
from pension.workbooks.packages import BROKEN_FILE, Limits, broken, check_package, outline, refusal
from pension.workbooks.reader import find_sheet
from pension.workbooks.results import Fault, Layout
from pension.workbooks.sheet_notes import GOOD, Notes, noted_sheet
from pension.workbooks.sheets import Content, lines
from pension.workbooks.specs import Sheet

__all__ = ["GOOD", "give_back"]

_DEFAULT_LIMITS = Limits()


def give_back(
    original: IO[bytes],
    target: IO[bytes],
    sheet: Sheet,
    faults: Iterable[tuple[int, Sequence[Fault]]],
    *,
    limits: Limits = _DEFAULT_LIMITS,
) -> None:
    """Write the workbook with a column «错误说明» at the right, bad rows tinted.

    `faults` names every row to be marked, in rising order: one without faults is marked «可提交».
    Every other cell keeps its content, formulas as formulas; an error column of an earlier round
    is written over. Raises WorkbookError for a file that can't be read.
    """
    check_package(original, limits)
    with opened(original, limits) as book:
        part = find_sheet(original, book, sheet)
        try:
            place = _find_place(original, book, part, sheet, limits)
            _write(book, part, target, place, faults)
        except BROKEN_FILE as error:
            if isinstance(error, OSError) and error.errno:
                raise  # the machine's trouble, a full disk perhaps, is no damage of the file
            raise broken(original) from error


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the notes stand, and whether notes of an earlier round stood there."""

    layout: Layout
    column: int
    is_old: bool


def _write(
    book: Book,
    part: SheetPart,
    target: IO[bytes],
    place: _Place,
    faults: Iterable[tuple[int, Sequence[Fault]]],
) -> None:
    """Copy the package, the sheet with its notes and the styles that these need."""
    styles = NoteStyles()
    with ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True) as copy:
        if book.styles_part:
            with book.archive.open(book.styles_part) as source:
                content, styles = add_styles(source.read())
            copy.writestr(book.styles_part, content)
        for name in dict.fromkeys(book.archive.namelist()):
            if name in {part.part, book.styles_part}:
                continue
            with book.archive.open(name) as source, copy.open(name, "w") as written:
                copyfileobj(source, written)
        notes = Notes(faults, place.layout, place.column, styles, replaces=place.is_old)
        with copy.open(part.part, "w", force_zip64=True) as written:
            for piece in noted_sheet(book.archive, part.part, notes):
                written.write(piece)


def _find_place(
    file: IO[bytes], book: Book, part: SheetPart, sheet: Sheet, limits: Limits
) -> _Place:
    """Find the column for the notes: that of an earlier round, else a free one at the right."""
    coming = lines(book, part, SEARCHED_COLUMNS)
    top = _first_rows(coming)
    layout = find_layout(top, sheet)
    merges = outline(book.archive, part.part, limits).merges
    merged = {
        column
        for left, _, right, low in merges
        if low >= layout.heading_row
        for column in range(left, min(right, SEARCHED_COLUMNS) + 1)
    }
    names = [plain_heading(content) for content in top[layout.heading_row - 1]]
    for column, name in enumerate(names, 1):
        if name == FAULT_HEADER and column not in merged:
            return _Place(layout, column, is_old=True)
    used = merged | _used(top[layout.heading_row - 1 :]) | _used(line for _, line in coming)
    last = max(column for column, name in enumerate(names, 1) if name)
    free = (column for column in range(last + 1, SEARCHED_COLUMNS + 1) if column not in used)
    if column := next(free, 0):
        return _Place(layout, column, is_old=False)
    raise refusal(file, f"在{get_column_letter(SEARCHED_COLUMNS)}列之前没有空列，写不下错误说明")


def _first_rows(coming: Iterator[tuple[int, list[Content]]]) -> list[list[Content]]:
    """Take the rows among which the headings are, an empty list for each that isn't there."""
    top: list[list[Content]] = []
    for number, contents in coming:
        top += [[] for _ in range(len(top) + 1, min(number, SEARCHED_ROWS + 1))]
        top.append(contents)
        if number >= SEARCHED_ROWS:
            break
    return top


def _used(rows: Iterable[Sequence[Content]]) -> set[int]:
    """Return the columns in which something stands."""
    used: set[int] = set()
    for contents in rows:
        used.update(column for column, content in enumerate(contents, 1) if content is not None)
    return used
