"""A paper as a worksheet: title, particulars, one table with a total, places to sign."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pension.workbooks import dress_heading, set_up_print, sheet_title
from pension.workbooks.looks import (
    BODY_FONT,
    CENTERED,
    GRID,
    LEFT,
    NUMBER_FORMATS,
    RIGHT,
    STRONG_FONT,
    TITLE_FONT,
)
from pension.workbooks.specs import Kind
from subsidies.queries.batches.papers import Head, Signature
from subsidies.queries.batches.sums import Total

LINE_HEIGHT = 22
HEADING_HEIGHT = 34
Value = str | Total


class PaperSheet:
    """Writes a paper from top to bottom; a `Total` takes two cells, its rows and its yuan."""

    def __init__(self, title: str, widths: Sequence[int]) -> None:
        """Begin with the title over the whole width."""
        self._book = Workbook()
        sheet = self._book.active
        if not isinstance(sheet, Worksheet):
            raise TypeError("a new workbook has a worksheet")
        self._sheet = sheet
        self._sheet.title = sheet_title(title)
        self._width = len(widths)
        self._row = 0
        for place, width in enumerate(widths, 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
        self.across(title, font_is_title=True)

    def across(self, text: str, *, font_is_title: bool = False) -> None:
        """Write a text over the whole width."""
        cell = self._next_row()
        self._sheet.merge_cells(
            start_row=self._row, start_column=1, end_row=self._row, end_column=self._width
        )
        _put(cell, text)
        cell.font = TITLE_FONT if font_is_title else BODY_FONT
        cell.alignment = (
            CENTERED if font_is_title else Alignment(horizontal="left", vertical="center")
        )

    def particulars(self, head: Head) -> None:
        """Write what names the batch."""
        for text in particulars(head):
            self.across(text)

    def headings(self, names: Sequence[str]) -> None:
        """Write the heading of the table."""
        self._next_row()
        for place, name in enumerate(names, 1):
            cell = self._cell(place)
            cell.value = name
            dress_heading(cell)
        self._sheet.row_dimensions[self._row].height = HEADING_HEIGHT
        set_up_print(self._sheet, self._row)

    def line(self, values: Sequence[Value], *, is_result: bool = False) -> None:
        """Write a line of the table."""
        self._next_row()
        place = 1
        for value in values:
            for part, kind in _cells_of(value):
                cell = self._cell(place)
                _put(cell, part)
                cell.number_format = NUMBER_FORMATS[kind]
                cell.alignment = LEFT if kind is Kind.TEXT else RIGHT
                cell.font = STRONG_FONT if is_result else BODY_FONT
                cell.border = GRID
                place += 1

    def signatures(self, places: Sequence[Signature]) -> None:
        """Write who acted and when, with room for a hand and a seal."""
        self.across("")
        for one in places:
            self.across(f"{one.role}：{signed(one)}")
        self.across("单位：　　　　　　　　　　　　　　　　（印章）")

    def write_to(self, target: IO[bytes]) -> None:
        """Write the workbook."""
        self._book.save(target)

    def _next_row(self) -> Cell:
        self._row += 1
        self._sheet.row_dimensions[self._row].height = LINE_HEIGHT
        return self._cell(1)

    def _cell(self, place: int) -> Cell:
        cell = self._sheet.cell(self._row, place)
        if not isinstance(cell, Cell):
            raise TypeError("the cell is part of a merged one")
        return cell


def particulars(head: Head) -> list[str]:
    """What names a batch, in three lines."""
    bank = f"　代发银行：{head.bank}" if head.bank else ""
    bearer = f"　财政承担方：{head.fiscal_bearer}" if head.fiscal_bearer else ""
    return [
        f"批次号：{head.number}　　{head.title}",
        f"范围：{head.region}　资金年度：{head.year}　类别：{head.kind}{bearer}",
        f"渠道：{head.channel}{bank}　单位：元",
    ]


def signed(one: Signature) -> str:
    """Who acted and when, or room for both."""
    if one.at is None:
        return "＿＿＿＿＿＿　　　年　月　日"
    return f"{one.name}　{moment(one.at)}"


def moment(at: datetime) -> str:
    """A moment in local time, as papers print it."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _cells_of(value: Value) -> list[tuple[str | int | Decimal, Kind]]:
    if isinstance(value, Total):
        return [(value.rows, Kind.INTEGER), (Decimal(value.fen).scaleb(-2), Kind.MONEY)]
    return [(value, Kind.TEXT)]


def _put(cell: Cell, value: str | int | Decimal) -> None:
    """Fill a cell; a text stays a text whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
