"""One cell: its text or number becomes the column's value, or the reason why it can't."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Context
from typing import Protocol

from pension.vocabulary import text as texts
from pension.workbooks.specs import Column, Kind

FORMULA, ERROR = "f", "e"

# A spreadsheet keeps and shows 15 digits; what stands behind them is noise of its arithmetic.
_SHOWN_DIGITS = Context(prec=15)
_WHOLE_DIGITS = 11
_MOST_DIGITS = 30
# Formats that show another number than the cell holds: per cent, and a comma that divides.
_OTHER_THAN_SHOWN = re.compile(r"%|[0#?],+(?![0#?,])")
# Control characters travel in a workbook's XML as «_x0007_»; line ends are no harm.
_ESCAPED_CONTROL = re.compile(r"_x00(?!0[9AaDd])[01][0-9A-Fa-f]_|_x007F_")
_ESCAPED_LINE_END = re.compile(r"_x00(?:0[9AaDd])_")
_PRINTED_KINDS = frozenset({Kind.TEXT, Kind.IDENTIFIER, Kind.CHOICE, Kind.DAY, Kind.YEARS})


class CellLike(Protocol):
    """What any of openpyxl's cells tells."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's value, and the text before and after when something was put right."""

    value: object
    before: str = ""
    after: str = ""

    @property
    def is_repaired(self) -> bool:
        """Tell whether the text was changed."""
        return self.before != self.after


def is_blank(value: object) -> bool:
    """Tell whether a cell holds nothing but spaces."""
    return value is None or (isinstance(value, str) and not texts.tidy(value))


def read_cell(column: Column, cell: CellLike) -> Reading:
    """Read a cell as the column's value; refuses with a ValueError in Chinese.

    Digits are never repaired; width, spaces, a small x and spellings of days are.
    """
    value = cell.value
    if is_blank(value):
        if column.required:
            raise ValueError("必填，不能为空，请补填")
        return Reading(column.empty)
    if cell.data_type == FORMULA:
        raise ValueError("单元格是公式，系统不计算公式，请复制后“选择性粘贴”为数值，或直接填写结果")
    if cell.data_type == ERROR:
        raise ValueError(f"单元格是错误值{value}，请改填正确的内容")
    if isinstance(value, str):
        return _read_text(column, value)
    if isinstance(value, bool):
        raise ValueError("单元格是逻辑值（TRUE或FALSE），请改成文本格式后重新填写")
    if isinstance(value, int | float):
        return _read_number(column, value, cell.number_format)
    if isinstance(value, date):
        return Reading(_read_date(column, value))
    raise ValueError("单元格是时间格式，请改成文本格式后重新填写")


def number_text(number: int | float) -> str:
    """Print a number cell as the spreadsheet shows it in full, without an exponent."""
    return format(_SHOWN_DIGITS.create_decimal(repr(number)).normalize(), "f")


def _read_text(column: Column, raw: str) -> Reading:
    if texts.has_control_characters(raw) or _ESCAPED_CONTROL.search(raw):
        raise ValueError("含有不可见的控制字符，请清空这个单元格后手工重新填写")
    tidied = texts.tidy(_ESCAPED_LINE_END.sub(" ", raw))
    value = column.value_of(tidied)
    after = column.text_of(value) if column.kind in _PRINTED_KINDS else tidied
    return Reading(value, raw, after)


def _read_number(column: Column, number: int | float, number_format: str) -> Reading:
    if column.kind is Kind.IDENTIFIER:
        raise ValueError(
            "单元格是数字格式，Excel只保留15位有效数字，号码可能已经失真，请改成文本格式重新填写"
        )
    if _OTHER_THAN_SHOWN.search(number_format):
        raise ValueError("单元格按百分比或千、万显示，与实际的数不同，请改成常规格式后重新填写")
    shown = number_text(number)
    if len(shown) > _MOST_DIGITS:
        raise ValueError("数字的位数过多，请核对后重新填写")
    if column.kind is Kind.TEXT and len(shown) > _WHOLE_DIGITS:
        raise ValueError("单元格是数字格式，位数过多可能失真，请改成文本格式重新填写")
    if column.kind is Kind.TEXT and "." in shown:
        # 2010.10 became 2010.1 in the spreadsheet: October would be read as January.
        raise ValueError("单元格是数字格式，小数末尾的0可能丢失，请改成文本格式重新填写")
    if column.kind is Kind.DAY:
        if len(shown) != len("20150601"):
            raise ValueError(f"“{shown}”是数字，不是日期，请写成2015-06-01这样的形式")
        value = column.value_of(shown)
        return Reading(value, shown, column.text_of(value))
    return Reading(column.value_of(shown))


def _read_date(column: Column, value: date) -> object:
    if column.kind is not Kind.DAY:
        raise ValueError("内容被Excel识别成了日期，请改成文本格式后重新填写")
    if isinstance(value, datetime):
        if value.time() != time():
            raise ValueError("日期后面带有时间，请只填写日期，如2015-06-01")
        value = value.date()
    return column.value_of(value.isoformat())
