"""One cell: its text or number becomes the column's value, or the reason why it can't."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context
from functools import lru_cache, partial

from pension.vocabulary import text as texts
from pension.workbooks.opened import LONGEST_TEXT
from pension.workbooks.sheets import Cell, Content, Held
from pension.workbooks.specs import Column, Kind

# A spreadsheet keeps and shows 15 digits; what stands behind them is noise of its arithmetic.
_SHOWN_DIGITS = Context(prec=15)
_WHOLE_DIGITS = 11
_MOST_DIGITS = 30
# Formats that show another number than the cell holds: per cent, and a comma that divides.
_OTHER_THAN_SHOWN = re.compile(r"%|[0#?],+(?![0#?,])")
_PRINTED_KINDS = frozenset({Kind.TEXT, Kind.IDENTIFIER, Kind.CHOICE, Kind.DAY, Kind.YEARS})
_FREE_KINDS = frozenset({Kind.TEXT, Kind.IDENTIFIER})
# What is typed, or left behind by another program, where there is nothing to say; an amount or
# a number may mean 0 by it.
_NOTHING = frozenset({"无", "没有", "不详", "不清楚", "未知", "/", "\\", "-", "--", "—", "——"})
_NOTHING_OF_PROGRAMS = frozenset({"null", "none", "nan", "n/a"})
# Streets, choices, papers: what stands in a column comes again and again.
_REMEMBERED = 1_024
# Typed in front of a number to make it a text, and sometimes kept as part of it.
_APOSTROPHES = "'‘’`"
_REQUIRED = "必填，不能为空，请补填"
_NO_VALUES = {
    Held.FORMULA: "单元格是公式，系统不计算公式，请复制后“选择性粘贴”为数值，或直接填写结果",
    Held.TRUTH: "单元格是逻辑值（TRUE或FALSE），请改成文本格式后重新填写",
    Held.TIME: "单元格是时间格式，请改成文本格式后重新填写",
}


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


def is_blank(content: Content) -> bool:
    """Tell whether a cell holds nothing but spaces."""
    return content is None or (isinstance(content, str) and not texts.tidy(content))


def cell_reader(column: Column) -> Callable[[Content], Reading]:
    """Return what reads the cells of a column; it refuses with a ValueError in Chinese.

    Digits are never repaired; width, spaces, a small x and spellings of days are.
    """
    read_text = lru_cache(_REMEMBERED)(partial(_read_text, column))
    empty = Reading(column.empty)

    def read(content: Content) -> Reading:
        if isinstance(content, str):
            return read_text(content)
        if content is None:
            if column.required:
                raise ValueError(_REQUIRED)
            return empty
        return _read_other(column, content)

    return read


def _read_text(column: Column, raw: str) -> Reading:
    if len(raw) > LONGEST_TEXT:
        raise ValueError(f"内容超过{LONGEST_TEXT}个字符，请缩短后重新填写")
    if texts.has_control_characters(raw):
        raise ValueError("含有不可见的控制字符，请清空这个单元格后手工重新填写")
    tidied = texts.tidy(raw).lstrip(_APOSTROPHES)
    if not tidied:
        if column.required:
            raise ValueError(_REQUIRED)
        return Reading(column.empty)
    if column.kind in _FREE_KINDS and _says_nothing(tidied):
        if column.required:
            raise ValueError(f"必填，“{tidied}”不是实际的内容，请补填")
        return Reading(column.empty, raw, "")
    value = column.value_of(tidied)
    after = column.text_of(value) if column.kind in _PRINTED_KINDS else tidied
    return Reading(value, raw, after)


def _says_nothing(text: str) -> bool:
    return text in _NOTHING or text.lower() in _NOTHING_OF_PROGRAMS


def _read_other(column: Column, cell: Cell) -> Reading:
    """Read a cell that holds no text."""
    match cell.held:
        case Held.NUMBER:
            return _read_number(column, cell)
        case Held.DAY | Held.MOMENT if column.kind is not Kind.DAY:
            raise ValueError("内容被Excel识别成了日期，请改成文本格式后重新填写")
        case Held.DAY:
            return Reading(column.value_of(cell.text))
        case Held.MOMENT:
            raise ValueError("日期后面带有时间，请只填写日期，如2015-06-01")
        case Held.ERROR:
            raise ValueError(f"单元格是错误值{cell.text}，请改填正确的内容")
    raise ValueError(_NO_VALUES[cell.held])


def _read_number(column: Column, cell: Cell) -> Reading:
    if column.kind is Kind.IDENTIFIER:
        raise ValueError(
            "单元格是数字格式，Excel只保留15位有效数字，号码可能已经失真，请改成文本格式重新填写"
        )
    if _OTHER_THAN_SHOWN.search(cell.number_format):
        raise ValueError("单元格按百分比或千、万显示，与实际的数不同，请改成常规格式后重新填写")
    shown = _shown(cell.text)
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


def _shown(digits: str) -> str:
    """Print a number as the spreadsheet shows it in full, without an exponent."""
    number = _SHOWN_DIGITS.create_decimal(digits).normalize()
    if abs(number.adjusted()) > _MOST_DIGITS or len(shown := format(number, "f")) > _MOST_DIGITS:
        raise ValueError("数字的位数过多，请核对后重新填写")
    return shown
