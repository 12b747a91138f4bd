"""Lists exported as workbooks: openpyxl makes package and styles, rows are streamed in between."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from pension.workbooks import looks
from pension.workbooks.results import Tally
from pension.workbooks.sheet_xml import TOTAL_LABEL, CellWriter, RowWriter
from pension.workbooks.specs import Column, Kind

_END_OF_ROWS = b"</sheetData>"
_NO_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
_ROWS_AT_ONCE = 500


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
    worksheet = book.create_sheet(looks.sheet_title(title))
    _begin(worksheet, columns, lines)
    body = _Body(worksheet, columns, totals, heading_row=len(lines) + 1)
    package = BytesIO()
    book.save(package)
    with (
        ZipFile(package) as frame,
        ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True) as archive,
    ):
        for part in frame.namelist():
            if f"/{part}" != worksheet.path:
                content = _properties(book) if part == ARC_CORE else frame.read(part)
                archive.writestr(_entry(part), content)
                continue
            top, end, tail = frame.read(part).partition(_END_OF_ROWS)
            with archive.open(_entry(part), "w", force_zip64=True) as sheet:
                sheet.write(top)
                for block in body.blocks(rows):
                    sheet.write(block)
                sheet.write(end + tail)
    return Tally(body.count, body.total_fen)


def _entry(part: str) -> ZipInfo:
    """A part without the moment of writing: the same rows give the same bytes at any time."""
    entry = ZipInfo(part)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _properties(book: Workbook) -> bytes:
    """The properties of the workbook, likewise without the moment of writing."""
    book.properties.created = book.properties.modified = _NO_MOMENT
    xml: bytes = tostring(book.properties.to_tree())
    return xml


class _Body:
    """The rows under the headings, counted and summed while they go out."""

    def __init__(
        self,
        worksheet: Worksheet,
        columns: Sequence[Column],
        totals: Sequence[str],
        heading_row: int,
    ) -> None:
        self._columns = columns
        self._money = [column.key for column in columns if column.kind is Kind.MONEY]
        self._sums = dict.fromkeys(totals, Decimal(0))
        self._heading_row = heading_row
        self._cells = [_cell_writer(worksheet, *placed) for placed in enumerate(columns, 1)]
        self._results = [_result_writer(worksheet, *placed) for placed in enumerate(columns, 1)]
        self.count = self.total_fen = 0

    def blocks(self, rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
        """Yield the XML of all rows and of the totals, some rows at a time."""
        writer = RowWriter(self._cells, self._heading_row)
        waiting = iter(rows)
        while some := list(islice(waiting, _ROWS_AT_ONCE)):
            yield writer.xml(some).encode()
            self.count += len(some)
            self._sum_up(some)
        if self._sums:
            yield self._result_row().encode()

    def _sum_up(self, rows: Sequence[Mapping[str, object]]) -> None:
        for key in self._money:
            self.total_fen += sum([int(_number(row.get(key))) for row in rows])
        for key in self._sums:
            self._sums[key] += sum(_number(row.get(key)) for row in rows)

    def _result_row(self) -> str:
        values = {
            column.key: self._sums.get(column.key, TOTAL_LABEL if place == 0 else None)
            for place, column in enumerate(self._columns)
        }
        return RowWriter(self._results, self._heading_row + self.count).xml([values])


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


def _cell_writer(worksheet: Worksheet, place: int, column: Column) -> CellWriter:
    """Return what writes a column's cells; the package keeps the styles of these two."""
    plain, quoted = _body_cell(worksheet, column), _body_cell(worksheet, column)
    quoted.quotePrefix = True
    return CellWriter(column, place, plain.style_id, quoted.style_id)


def _result_writer(worksheet: Worksheet, place: int, column: Column) -> CellWriter:
    strong = _body_cell(worksheet, column)
    strong.font = looks.STRONG_FONT
    return CellWriter(column, place, strong.style_id, strong.style_id)


def _body_cell(worksheet: Worksheet, column: Column) -> Cell:
    cell = WriteOnlyCell(worksheet)
    looks.dress_body(cell, column.kind)
    cell.border = looks.GRID
    return cell


def _number(value: object) -> int | Decimal:
    return value if isinstance(value, int | Decimal) else 0
