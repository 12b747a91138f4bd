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
from pension.workbooks.sheet_xml import TOTAL_LABEL, Block, CellWriter, RowWriter
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
    blocks = _by_column(rows, [column.key for column in columns])
    return write_blocks(target, title, columns, blocks, lines=lines, totals=totals)


def write_blocks(
    target: Path | IO[bytes],
    title: str,
    columns: Sequence[Column],
    blocks: Iterable[Block],
    *,
    lines: Sequence[str] = (),
    totals: Sequence[str] = (),
) -> Tally:
    """Export as `write` does some hundreds of rows at a time, given column by column."""
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
                for block in blocks:
                    sheet.write(body.xml(block))
                sheet.write(body.totals())
                sheet.write(end + tail)
    return Tally(body.count, body.total_fen)


def _by_column(rows: Iterable[Mapping[str, object]], keys: Sequence[str]) -> Iterator[Block]:
    """Some rows at a time, the values of each column together."""
    waiting = iter(rows)
    while some := list(islice(waiting, _ROWS_AT_ONCE)):
        yield [[row.get(key) for row in some] for key in keys]


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
        self._money = [n for n, column in enumerate(columns) if column.kind is Kind.MONEY]
        self._summed = [n for n, column in enumerate(columns) if column.key in totals]
        self._sums = dict.fromkeys(self._summed, Decimal(0))
        self._heading_row = heading_row
        cells = [_cell_writer(worksheet, *placed) for placed in enumerate(columns, 1)]
        wrapping = [(n, column) for n, column in enumerate(columns) if column.wraps]
        self._rows = RowWriter(cells, heading_row, wrapping)
        self._results = [_result_writer(worksheet, *placed) for placed in enumerate(columns, 1)]
        self.total_fen = 0

    @property
    def count(self) -> int:
        """How many rows went out."""
        return self._rows.count

    def xml(self, block: Block) -> bytes:
        """The XML of the next rows."""
        for place in self._money:
            self.total_fen += int(_total(block[place]))
        for place in self._summed:
            self._sums[place] += _total(block[place])
        return self._rows.xml(block).encode()

    def totals(self) -> bytes:
        """The XML of the row of totals; nothing where none is wanted."""
        if not self._sums:
            return b""
        values = [
            [self._sums.get(n, None if n else TOTAL_LABEL)] for n in range(len(self._results))
        ]
        return RowWriter(self._results, self._heading_row + self.count).xml(values).encode()


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


def _total(values: Sequence[object]) -> int | Decimal:
    """The sum of the numbers among some values."""
    return sum([value for value in values if isinstance(value, int | Decimal)])
