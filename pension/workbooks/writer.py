"""Lists exported as workbooks, streamed row by row, and counted again once they are written."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pension.vocabulary import text as texts
from pension.workbooks import looks
from pension.workbooks.cells import CellLike, is_blank, number_text
from pension.workbooks.headings import SEARCHED_COLUMNS, SEARCHED_ROWS, find_layout
from pension.workbooks.results import Fault, Layout, WorkbookError
from pension.workbooks.specs import Column, Kind, Sheet

TOTAL_LABEL = "合计"

_FEN_DECIMALS = 2
# What a spreadsheet would take for a formula or command when a cell is edited or saved as CSV.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_AMOUNT_KINDS = frozenset({Kind.INTEGER, Kind.MONEY, Kind.NUMBER})


class Tally(NamedTuple):
    """How many rows were written, and the sum of their amounts."""

    rows: int
    total_fen: int


def write(
    target: Path | IO[bytes],
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, object]],
    *,
    lines: Sequence[str] = (),
    totals: Sequence[str] = (),
) -> Tally:
    """Export rows, streamed in bounded memory; returns their count and the sum of all amounts.

    A row maps keys to values as the columns define them, amounts in whole fen. Texts are text
    cells whatever they begin with. `lines` stand above the headings; `totals` names the keys that
    a last row sums up: bank sheets have none. A control character is refused, the row named.
    """
    book = Workbook(write_only=True)
    sums = dict.fromkeys(totals, Decimal(0))
    count = total_fen = 0
    # A sheet being streamed has to be closed even when a row is refused.
    with closing(book.create_sheet(looks.sheet_title(title))) as worksheet:
        _begin(worksheet, columns, lines)
        writers = [_CellWriter(worksheet, column) for column in columns]
        for row in rows:
            count += 1
            worksheet.append([writer.fill(row.get(writer.column.key), count) for writer in writers])
            total_fen += sum(_fen(column, row) for column in columns)
            for key in totals:
                sums[key] += _number(row.get(key))
        if totals:
            worksheet.append(_total_cells(worksheet, columns, sums))
    book.save(target)
    return Tally(count, total_fen)


def verify(file: Path | IO[bytes], columns: Sequence[Column]) -> Tally:
    """Read an exported workbook again and return its count of rows and the sum of its amounts.

    The row of totals isn't counted. Raises WorkbookError when an identity or account number isn't
    in a text cell.
    """
    book = load_workbook(file, read_only=True)
    try:
        worksheet = book.worksheets[0]
        top = list(worksheet.iter_rows(1, SEARCHED_ROWS, 1, SEARCHED_COLUMNS, values_only=True))
        layout = find_layout(top, Sheet(worksheet.title, tuple(columns)))
        count = total_fen = 0
        for number, cells in enumerate(
            worksheet.iter_rows(layout.heading_row + 1, None, 1, layout.width),
            layout.heading_row + 1,
        ):
            if cells[0].value == TOTAL_LABEL or all(is_blank(cell.value) for cell in cells):
                continue
            count += 1
            total_fen += _fen_in(cells, number, layout)
        return Tally(count, total_fen)
    finally:
        book.close()


class _CellWriter:
    """One cell of a column, dressed once and filled anew for every row."""

    def __init__(self, worksheet: Worksheet, column: Column) -> None:
        self.column = column
        self._plain = _body_cell(worksheet, column)
        self._quoted = _body_cell(worksheet, column)
        self._quoted.quotePrefix = True

    def fill(self, value: object, row_number: int) -> Cell:
        """Return the cell with a row's value; `row_number` counts from 1 for refusals."""
        column = self.column
        number = _number_or_day(column, value)
        if number is not None:
            self._plain.value = number
            return self._plain
        text = column.text_of(value)
        if texts.has_control_characters(text):
            sentence = f"第{row_number}行含有不可见的控制字符，不能导出，请先更正这条资料"
            raise WorkbookError([Fault("", "", column.header, sentence)])
        cell = self._quoted if text.startswith(_FORMULA_STARTS) else self._plain
        cell.value = text or None
        if text:
            cell.data_type = "s"
        return cell


def _begin(worksheet: Worksheet, columns: Sequence[Column], lines: Sequence[str]) -> None:
    """Write lines and headings; widths, panes and print come first, as streaming wants it."""
    heading_row = len(lines) + 1
    for place, column in enumerate(columns, 1):
        worksheet.column_dimensions[get_column_letter(place)].width = column.width
    worksheet.freeze_panes = f"A{heading_row + 1}"
    worksheet.row_dimensions[heading_row].height = looks.HEADING_HEIGHT
    looks.set_up_print(worksheet, heading_row)
    for index, line in enumerate(lines):
        worksheet.append([_line_cell(worksheet, line, is_title=index == 0)])
    worksheet.append([_heading_cell(worksheet, column.header) for column in columns])


def _line_cell(worksheet: Worksheet, line: str, *, is_title: bool) -> Cell:
    cell = WriteOnlyCell(worksheet, line)
    cell.data_type = "s"
    cell.font = looks.TITLE_FONT if is_title else looks.BODY_FONT
    return cell


def _heading_cell(worksheet: Worksheet, header: str) -> Cell:
    cell = WriteOnlyCell(worksheet, header)
    looks.dress_heading(cell)
    return cell


def _body_cell(worksheet: Worksheet, column: Column) -> Cell:
    cell = WriteOnlyCell(worksheet)
    looks.dress_body(cell, column.kind)
    cell.border = looks.GRID
    return cell


def _total_cells(
    worksheet: Worksheet, columns: Sequence[Column], sums: Mapping[str, Decimal]
) -> list[Cell]:
    cells = []
    for place, column in enumerate(columns):
        cell = _body_cell(worksheet, column)
        cell.font = looks.STRONG_FONT
        if column.key in sums:
            total = sums[column.key]
            cell.value = total.scaleb(-_FEN_DECIMALS) if column.kind is Kind.MONEY else total
        elif place == 0:
            cell.value = TOTAL_LABEL
        cells.append(cell)
    return cells


def _number_or_day(column: Column, value: object) -> Decimal | date | None:
    """Return what goes into the cell as a number or day; None when it goes in as text."""
    if column.write is not None:
        return None
    if column.kind is Kind.DAY and isinstance(value, date):
        return value
    if column.kind in _AMOUNT_KINDS and isinstance(value, int | Decimal):
        is_money = column.kind is Kind.MONEY
        return Decimal(value).scaleb(-_FEN_DECIMALS) if is_money else Decimal(value)
    return None


def _fen(column: Column, row: Mapping[str, object]) -> int:
    return int(_number(row.get(column.key))) if column.kind is Kind.MONEY else 0


def _number(value: object) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def _fen_in(cells: Sequence[CellLike], number: int, layout: Layout) -> int:
    """Return the amounts of a written row; refuses a number cell where text must be."""
    total_fen = 0
    for column in layout.sheet.columns:
        value = cells[layout.places[column.key] - 1].value
        if column.kind is Kind.MONEY and isinstance(value, int | float):
            total_fen += int(Decimal(number_text(value)).scaleb(_FEN_DECIMALS))
        if column.kind is Kind.IDENTIFIER and not is_blank(value) and not isinstance(value, str):
            cell = layout.cell(column.key, number)
            raise WorkbookError(
                [Fault(layout.sheet.title, cell, column.header, "没有写成文本格式，请重新导出")]
            )
    return total_fen
