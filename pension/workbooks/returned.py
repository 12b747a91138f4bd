"""The user's own file given back, with what is wrong written beside each row."""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from io import BytesIO
from typing import IO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pension.workbooks import looks
from pension.workbooks.headings import (
    FAULT_HEADER,
    SEARCHED_COLUMNS,
    SEARCHED_ROWS,
    find_layout,
    plain_heading,
)
from pension.workbooks.packages import BROKEN_FILE, Limits, broken, check_package, refusal
from pension.workbooks.results import Fault, Layout
from pension.workbooks.specs import Sheet

GOOD = "可提交"

_DEFAULT_LIMITS = Limits()
_FAULT_WIDTH = 64
_CHARACTERS_A_LINE = 30
_LINE_HEIGHT = 15
_CELL_LIMIT = 32_000


def give_back(
    original: IO[bytes],
    sheet: Sheet,
    faults_by_row: Mapping[int, Iterable[Fault]],
    *,
    limits: Limits = _DEFAULT_LIMITS,
) -> bytes:
    """Return the workbook with a column «错误说明» at the right, bad rows tinted.

    `faults_by_row` names every row that was read: one without faults is marked «可提交». Every
    other cell keeps its content, formulas as formulas; an error column of an earlier round is
    written over. Raises WorkbookError for a file that can't be read. The whole workbook is held
    in memory, so this belongs in a background job.
    """
    check_package(original, limits)
    try:
        return _noted(original, sheet, faults_by_row)
    except BROKEN_FILE as error:
        raise broken(original) from error


def _noted(
    original: IO[bytes], sheet: Sheet, faults_by_row: Mapping[int, Iterable[Fault]]
) -> bytes:
    """Return the workbook with the notes written into it."""
    book = load_workbook(original)
    worksheet = _worksheet(original, book, sheet)
    layout = _layout(worksheet, sheet)
    place = _fault_place(worksheet, layout, faults_by_row)
    _head(worksheet, layout, place)
    for row_number, faults in faults_by_row.items():
        _mark(worksheet, row_number, place, list(faults))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _worksheet(file: IO[bytes], book: Workbook, sheet: Sheet) -> Worksheet:
    for worksheet in book.worksheets:
        if sheet.is_titled(worksheet.title, book.sheetnames):
            return worksheet
    raise refusal(file, f"中没有工作表“{sheet.title}”，请使用模板或改正工作表名称")


def _layout(worksheet: Worksheet, sheet: Sheet) -> Layout:
    last = min(worksheet.max_column, SEARCHED_COLUMNS)
    return find_layout(
        list(worksheet.iter_rows(1, SEARCHED_ROWS, 1, last, values_only=True)), sheet
    )


def _fault_place(worksheet: Worksheet, layout: Layout, rows: Collection[int]) -> int:
    """Return the column for the errors: that of an earlier round, else a free one at the right."""
    last = 0
    for place in range(1, min(worksheet.max_column, SEARCHED_COLUMNS) + 1):
        name = plain_heading(worksheet.cell(layout.heading_row, place).value)
        if name == FAULT_HEADER and not _is_merged(worksheet, layout, place):
            return place
        last = place if name else last
    place = last + 1
    while _is_merged(worksheet, layout, place) or _is_used(worksheet, rows, place):
        place += 1
    return place


def _is_merged(worksheet: Worksheet, layout: Layout, place: int) -> bool:
    """Tell whether merged cells touch a column from the heading row on."""
    return any(
        merged.min_col <= place <= merged.max_col and merged.max_row >= layout.heading_row
        for merged in worksheet.merged_cells.ranges
    )


def _is_used(worksheet: Worksheet, rows: Collection[int], place: int) -> bool:
    return any(worksheet.cell(row_number, place).value is not None for row_number in rows)


def _head(worksheet: Worksheet, layout: Layout, place: int) -> None:
    """Write the heading of the error column in the dress of its neighbour."""
    heading = worksheet.cell(layout.heading_row, place, FAULT_HEADER)
    neighbour = worksheet.cell(layout.heading_row, layout.width)
    for trait in ("font", "fill", "alignment", "border"):
        setattr(heading, trait, copy(getattr(neighbour, trait)))
    worksheet.column_dimensions[get_column_letter(place)].width = _FAULT_WIDTH


def _mark(worksheet: Worksheet, row_number: int, place: int, faults: list[Fault]) -> None:
    """Write a row's faults, a line each, and tint it; or mark it as good."""
    lines = [f"{fault.cell}“{fault.field}”：{fault.sentence}" for fault in faults] or [GOOD]
    note = worksheet.cell(row_number, place, "\n".join(lines)[:_CELL_LIMIT])
    note.data_type = "s"
    note.number_format = "@"
    note.alignment = looks.LEFT
    note.font = looks.FAULT_FONT if faults else looks.GOOD_FONT
    note.border = looks.GRID
    if faults:
        height = sum(1 + len(line) // _CHARACTERS_A_LINE for line in lines)
        worksheet.row_dimensions[row_number].height = _LINE_HEIGHT * height + 4
        for tinted in range(1, place + 1):
            worksheet.cell(row_number, tinted).fill = looks.FAULT_FILL
