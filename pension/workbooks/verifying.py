"""Written workbooks read again: so many rows, this sum, every number of a person a text."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import unescape
from itertools import chain
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from openpyxl.utils import get_column_letter

from pension.workbooks.headings import SEARCHED_ROWS
from pension.workbooks.results import Fault, Tally, WorkbookError
from pension.workbooks.sheet_xml import TOTAL_LABEL
from pension.workbooks.specs import Column, Kind

SHEET_PART = "xl/worksheets/sheet1.xml"

_FEN_DECIMALS = 2
_BLOCK = 1 << 20
_END_OF_ROW, _END_OF_ROWS = b"</row>", b"</sheetData>"
_TEXT = re.compile(rb"<is><t[^>]*>([^<]*)</t></is>")
_TOTALS = re.compile(
    rb'<row r="\d+"><c r="A\d+" s="\d+" t="inlineStr"><is><t>'
    + TOTAL_LABEL.encode()
    + rb"</t></is></c>.*?</row>",
    re.DOTALL,
)
_BLANK = re.compile(rb'<row r="\d+">(?:<c r="[A-Z]+\d+" s="\d+"/>)*</row>')
_HOLDS_NUMBER = r' s="\d+"><v>([^<]*)</v>'
_HOLDS_NO_TEXT = r'(?! s="\d+"(?: t="inlineStr"|/>))'


def verify(file: Path | IO[bytes], columns: Sequence[Column]) -> Tally:
    """Read a workbook that `write` made again; return its count of rows and the sum of its amounts.

    The row of totals isn't counted. Raises WorkbookError when the headings aren't these or an
    identity or account number isn't in a text cell, and what zipfile raises on a damaged file.
    """
    with ZipFile(file) as archive:
        return _tally(_below_headings(_blocks(archive), columns), columns)


def _tally(blocks: Iterator[bytes], columns: Sequence[Column]) -> Tally:
    amounts = _cells_of(columns, Kind.MONEY, _HOLDS_NUMBER)
    identifiers = _cells_of(columns, Kind.IDENTIFIER, _HOLDS_NO_TEXT)
    count, total = 0, Decimal(0)
    for block in blocks:
        rows = _TOTALS.sub(b"", block)
        count += rows.count(_END_OF_ROW) - len(_BLANK.findall(rows))
        if identifiers and (wrong := identifiers.search(rows)):
            raise WorkbookError([_no_text(wrong[1].decode(), wrong[2].decode(), columns)])
        if amounts:
            total += sum(Decimal(found[-1].decode()) for found in amounts.findall(rows))
    return Tally(count, int(total.scaleb(_FEN_DECIMALS)))


def _blocks(archive: ZipFile) -> Iterator[bytes]:
    """Yield the XML of some whole rows at a time; zipfile checks the sum of all bytes."""
    rest = b""
    with archive.open(SHEET_PART) as sheet:
        while block := sheet.read(_BLOCK):
            rows, end, last = (rest + block).rpartition(_END_OF_ROW)
            rest = last
            if end:
                yield rows + end
    if not rest.startswith(_END_OF_ROWS):
        raise WorkbookError([Fault("", "", "", "写出的文件不完整，请重新导出")])


def _below_headings(blocks: Iterator[bytes], columns: Sequence[Column]) -> Iterator[bytes]:
    """Yield the blocks without what stands above the rows; refuses other headings than these."""
    headings = [column.header for column in columns]
    top = next(blocks, b"").split(_END_OF_ROW)
    for number, cells in enumerate(top[:SEARCHED_ROWS], 1):
        if _texts(cells) == headings:
            return chain([_END_OF_ROW.join(top[number:])], blocks)
    raise WorkbookError([Fault("", "", "", "写出的文件里找不到列名，请重新导出")])


def _texts(cells: bytes) -> list[str]:
    return [unescape(text.decode()) for text in _TEXT.findall(cells)]


def _cells_of(columns: Sequence[Column], kind: Kind, rest: str) -> re.Pattern[bytes] | None:
    """Return what finds cells in columns of a kind that go on as `rest` says, if there are any."""
    letters = [
        get_column_letter(place) for place, column in enumerate(columns, 1) if column.kind is kind
    ]
    wanted = rf'<c r="({"|".join(letters)})(\d+)"{rest}'
    return re.compile(wanted.encode()) if letters else None


def _no_text(letters: str, number: str, columns: Sequence[Column]) -> Fault:
    """Return the fault of an identity or account number that isn't in a text cell."""
    column = next(
        column for place, column in enumerate(columns, 1) if get_column_letter(place) == letters
    )
    return Fault("", letters + number, column.header, "没有写成文本格式，请重新导出")
