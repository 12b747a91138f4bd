"""Rows of a sheet as XML: the part of a workbook that grows, written without a cell object each.

openpyxl makes package and styles; what stands between its headings and its tail comes from here.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeGuard

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from pension.vocabulary import money
from pension.workbooks.results import Fault, WorkbookError
from pension.workbooks.specs import Column, Kind

TOTAL_LABEL = "合计"

# What a spreadsheet would take for a formula or command when a cell is edited or saved as CSV.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Most texts hold none of these and begin like no formula: one search settles them.
_SPECIAL = re.compile(r"^[=+\-@]|[&<>\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Controls but line ends and tabs, and what XML can't hold at all.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_REMEMBERED = 4096
_LINE_HEIGHT = 14  # points
_INDENT = 3  # half-width characters that a cell keeps free at its sides

# Some rows: for each column the values of all of them.
Block = Sequence[Sequence[object]]


class CellWriter:
    """Writes the cells of one column; styles are the numbers that the package gave them."""

    def __init__(self, column: Column, place: int, plain: int, quoted: int) -> None:
        self._column = column
        self._start = f'<c r="{get_column_letter(place)}'
        self._empty = f'" s="{plain}"/>'
        self._number = f'" s="{plain}"><v>'
        self._text = f'" s="{plain}" t="inlineStr"><is><t>'
        self._spaced = f'" s="{plain}" t="inlineStr"><is><t xml:space="preserve">'
        self._quoted = f'" s="{quoted}" t="inlineStr"><is><t xml:space="preserve">'
        self._digits = _digits_of(column)
        self._is_plain = column.write is None

    def frame_and_texts(
        self, values: Sequence[object], lines: Sequence[str], above: int
    ) -> tuple[str, Sequence[str]]:
        """Return the cells of some rows: what they have in common, and each one's own text.

        In the frame `{0}` stands for the row's number in the sheet, one of `lines`, and `{1}` for
        the text. Where a cell is out of the ordinary, the texts are whole cells. `above` counts
        the rows that went out before.
        """
        if self._digits is not None:
            digits = [text for text in map(self._digits, values) if text is not None]
            if len(digits) == len(values):
                return f"{self._start}{{0}}{self._number}{{1}}</v></c>", digits
        elif self._is_plain and _are_simple(values):
            return f"{self._start}{{0}}{self._text}{{1}}</t></is></c>", values
        numbered = enumerate(zip(values, lines, strict=True), above + 1)
        return "{1}", [self.xml(value, line, number) for number, (value, line) in numbered]

    def xml(self, value: object, line: str, row_number: int) -> str:
        """Return the cell in sheet row `line`; `row_number` counts from 1 for refusals."""
        if self._digits is not None and (digits := self._digits(value)) is not None:
            return f"{self._start}{line}{self._number}{digits}</v></c>"
        text = value if self._is_plain and type(value) is str else self._column.text_of(value)
        if not text:
            return f"{self._start}{line}{self._empty}"
        if _SPECIAL.search(text):
            opening = self._quoted if text.startswith(_FORMULA_STARTS) else self._spaced
            return f"{self._start}{line}{opening}{self._lawful(text, row_number)}</t></is></c>"
        return f"{self._start}{line}{self._text}{text}</t></is></c>"

    def _lawful(self, text: str, row_number: int) -> str:
        if _FORBIDDEN.search(text):
            sentence = f"第{row_number}行含有不可见的控制字符，不能导出，请先更正这条资料"
            raise WorkbookError([Fault("", "", self._column.header, sentence)])
        return text.translate(_ESCAPES)


class RowWriter:
    """Writes rows one below the other, beginning under the headings.

    `wrapping` are the columns whose texts make a row higher, with their places.
    """

    def __init__(
        self,
        cells: Sequence[CellWriter],
        heading_row: int,
        wrapping: Sequence[tuple[int, Column]] = (),
    ) -> None:
        self._cells = cells
        self._wrapping = wrapping
        self._above = heading_row
        self.count = 0

    def xml(self, block: Block) -> str:
        """Return the next rows; refuses a control character, the row named from 1.

        It goes column by column: what all cells of a column have in common is put together once.
        """
        first = self._above + self.count + 1
        lines = [str(line) for line in range(first, first + len(block[0]))]
        frames, columns = [], []
        for place, (cell, values) in enumerate(zip(self._cells, block, strict=True), 1):
            frame, texts = cell.frame_and_texts(values, lines, self.count)
            frames.append(frame.replace("{1}", f"{{{place}}}"))
            columns.append(texts)
        self.count += len(lines)
        if not self._wrapping:
            row_of = f'<row r="{{0}}">{"".join(frames)}</row>'.format
            return "".join(map(row_of, lines, *columns))
        row_of = f'<row r="{{0}}"{{{len(columns) + 1}}}>{"".join(frames)}</row>'.format
        return "".join(map(row_of, lines, *columns, self._heights(block)))

    def _heights(self, block: Block) -> Sequence[str]:
        """The height of each row as an attribute; none where a line is enough."""
        needed = [
            [_lines_of(str(value or ""), column.width - _INDENT) for value in block[place]]
            for place, column in self._wrapping
        ]
        return [_height(max(row)) for row in zip(*needed, strict=True)]


@lru_cache(_REMEMBERED)
def _lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many half-width characters."""
    return -(-sum(1 + (character >= "\u2e80") for character in text) // width)


def _height(lines: int) -> str:
    return f' ht="{lines * _LINE_HEIGHT + 2}" customHeight="1"' if lines > 1 else ""


def _are_simple(values: Sequence[object]) -> TypeGuard[Sequence[str]]:
    """Whether all are texts that go into a cell as they are; letters and digits alone always do."""
    if set(map(type, values)) != {str} or not all(values):
        return False
    texts = list(map(str, values))
    return "".join(texts).isalnum() or not any(map(_SPECIAL.search, texts))


def _digits_of(column: Column) -> Callable[[object], str | None] | None:
    """Return what prints the column's numbers, if it has any; None from that means: as text."""
    if column.write is not None:
        return None
    return {Kind.DAY: _day, Kind.MONEY: _yuan, Kind.INTEGER: _plain, Kind.NUMBER: _plain}.get(
        column.kind
    )


def _day(value: object) -> str | None:
    return _serial(value) if isinstance(value, date) else None


@lru_cache(_REMEMBERED)
def _serial(day: date) -> str:
    """Return the number by which spreadsheets know a day."""
    return str(to_excel(day))


def _yuan(value: object) -> str | None:
    if isinstance(value, int):
        return _amount(value)
    return format(value.scaleb(-2), "f") if isinstance(value, Decimal) else None


_amount = lru_cache(_REMEMBERED)(money.yuan_plain)


def _plain(value: object) -> str | None:
    if isinstance(value, int):
        return str(value) if type(value) is int else str(int(value))
    return format(value, "f") if isinstance(value, Decimal) else None
