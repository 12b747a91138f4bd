"""The heading row of a sheet: found, and matched with the columns that are wanted."""

import difflib
import re
from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from pension.vocabulary import text as texts
from pension.workbooks.results import Fault, Layout, WorkbookError
from pension.workbooks.specs import Sheet

FAULT_HEADER = "错误说明"
REQUIRED_MARK = "*"
# A title and a line of particulars may stand above the headings.
SEARCHED_ROWS = 10
SEARCHED_COLUMNS = 200

_IGNORED = {FAULT_HEADER, "序号"}
_NOISE = re.compile(r"[\s*:\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def plain_heading(value: object) -> str:
    """Return a heading without spaces, line breaks, asterisks, colons and what nobody sees."""
    return _NOISE.sub("", texts.tidy(value)) if isinstance(value, str) else ""


def find_layout(rows: Sequence[Sequence[object]], sheet: Sheet) -> Layout:
    """Find the heading row among a sheet's first rows and the place of every column.

    The order is free and a column of serial numbers or of earlier error notes may stay. Raises a
    WorkbookError naming every heading that is missing, unknown or there twice.
    """
    wanted = {plain_heading(column.header): column for column in sheet.columns}
    headings = [[plain_heading(value) for value in row] for row in rows]
    matches = [sum(name in wanted for name in row) for row in headings]
    if not any(matches):
        raise WorkbookError([_no_headings(sheet)])
    index = matches.index(max(matches))
    found = headings[index]
    faults = _missing(found, sheet) + _unknown_or_twice(found, index + 1, sheet)
    if faults:
        raise WorkbookError(faults)
    places = {wanted[name].key: place for place, name in enumerate(found, 1) if name in wanted}
    return Layout(sheet, index + 1, places)


def _no_headings(sheet: Sheet) -> Fault:
    first = "、".join(f"“{column.header}”" for column in sheet.columns[:3])
    cure = "请核对是否选错了文件；有模板的，请从系统下载模板填写"
    return Fault(sheet.title, "", "", f"前{SEARCHED_ROWS}行里找不到{first}等列名，{cure}")


def _missing(found: Sequence[str], sheet: Sheet) -> list[Fault]:
    sentence = "缺少这一列，请照模板补上列名（选填的列可以留空）"
    return [
        Fault(sheet.title, "", column.header, sentence)
        for column in sheet.columns
        if plain_heading(column.header) not in found
    ]


def _unknown_or_twice(found: Sequence[str], row_number: int, sheet: Sheet) -> list[Fault]:
    wanted = {plain_heading(column.header) for column in sheet.columns}
    passed_over = _IGNORED | {plain_heading(heading) for heading in sheet.unread}
    faults = []
    for place, name in enumerate(found, 1):
        cell = f"{get_column_letter(place)}{row_number}"
        if name in wanted and found.index(name) + 1 < place:
            first = f"{get_column_letter(found.index(name) + 1)}{row_number}"
            faults.append(Fault(sheet.title, cell, name, f"这一列与{first}重复，请只保留其中一列"))
        elif name and name not in wanted | passed_over:
            close = difflib.get_close_matches(name, wanted - set(found), n=1)
            cure = f"请改为“{close[0]}”" if close else "请删除这一列"
            faults.append(Fault(sheet.title, cell, name, f"模板中没有这一列，{cure}"))
    return faults
