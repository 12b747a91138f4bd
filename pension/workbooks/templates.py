"""The workbook that clerks download and fill in."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pension.workbooks import looks
from pension.workbooks.headings import REQUIRED_MARK
from pension.workbooks.specs import Column, Kind, Sheet

GUIDE_TITLE = "填写说明"
CHOICES_TITLE = "选项"

_LAST_CHECKED_ROW = 100_001
_DRAWN_ROWS = 30
_ROW_HEIGHT = 20
_PROMPT_TITLE_LIMIT = 32
_PROMPT_LIMIT = 255
_GUIDE_HEADINGS = ("列名", "是否必填", "内容", "说明", "示例")
_GUIDE_WIDTHS = (18, 10, 10, 62, 26)
_HOW_TO_FILL = {
    Kind.IDENTIFIER: "文本格式，不要用数字格式。",
    Kind.INTEGER: "不小于0的整数。",
    Kind.MONEY: "单位为元，最多两位小数。",
    Kind.NUMBER: "不小于0的数字，不带单位。",
    Kind.DAY: "写成2015-06-01、2015.6.1或2015年6月1日。",
    Kind.CHOICE: "从下拉列表中选择。",
    Kind.YEARS: "多个年度用顿号隔开，如2020、2021。",
}


def template(*sheets: Sheet) -> bytes:
    """Make the workbook to fill in: a sheet each with headings only, and «填写说明» behind them.

    Identity and account columns are text; choices drop down from a hidden sheet.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    fill_ins = [book.create_sheet(looks.sheet_title(sheet.title)) for sheet in sheets]
    guide = book.create_sheet(GUIDE_TITLE)
    choices = book.create_sheet(CHOICES_TITLE)
    choices.sheet_state = Worksheet.SHEETSTATE_HIDDEN
    for worksheet, sheet in zip(fill_ins, sheets, strict=True):
        _fill_in_sheet(worksheet, sheet, choices)
    _guide(guide, sheets)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _fill_in_sheet(worksheet: Worksheet, sheet: Sheet, choices: Worksheet) -> None:
    worksheet.row_dimensions[1].height = looks.HEADING_HEIGHT
    for row_number in range(2, _DRAWN_ROWS + 2):
        worksheet.row_dimensions[row_number].height = _ROW_HEIGHT
    worksheet.freeze_panes = "A2"
    looks.set_up_print(worksheet, 1)
    for place, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(place)
        mark = REQUIRED_MARK if column.required else ""
        heading = worksheet.cell(1, place, column.header + mark)
        looks.dress_heading(heading, is_strong=column.required)
        worksheet.column_dimensions[letter].width = column.width
        looks.dress_body(worksheet.column_dimensions[letter], column.kind)
        # Drawn lines for the first rows; below them the column's own dress goes on.
        for row_number in range(2, _DRAWN_ROWS + 2):
            cell = worksheet.cell(row_number, place)
            looks.dress_body(cell, column.kind)
            cell.border = looks.GRID
        validation = _validation(column, choices)
        validation.add(f"{letter}2:{letter}{_LAST_CHECKED_ROW}")
        worksheet.add_data_validation(validation)


def _validation(column: Column, choices: Worksheet) -> DataValidation:
    """Return the hint that the spreadsheet shows at a cell, and what it accepts there."""
    validation = DataValidation(
        allow_blank=True,
        showInputMessage=True,
        promptTitle=column.header[:_PROMPT_TITLE_LIMIT],
        prompt=_explanation(column)[:_PROMPT_LIMIT] or None,
    )
    if column.kind is Kind.CHOICE:
        validation.type = "list"
        validation.formula1 = _list_choices(column, choices)
    elif column.kind in looks.RIGHT_ALIGNED:
        validation.type = "whole" if column.kind is Kind.INTEGER else "decimal"
        validation.operator = "greaterThanOrEqual"
        validation.formula1 = "0"
    validation.showErrorMessage = validation.type is not None
    validation.errorTitle = column.header[:_PROMPT_TITLE_LIMIT]
    validation.error = _HOW_TO_FILL.get(column.kind)
    return validation


def _list_choices(column: Column, choices: Worksheet) -> str:
    """Write a column's choices to the hidden sheet and return the range that holds them."""
    place = 1 if choices.cell(1, 1).value is None else choices.max_column + 1
    for row_number, text in enumerate((column.header, *column.choices), 1):
        choices.cell(row_number, place, text).data_type = "s"
    letter = get_column_letter(place)
    last = max(len(column.choices), 1) + 1
    return f"{quote_sheetname(CHOICES_TITLE)}!${letter}$2:${letter}${last}"


def _explanation(column: Column) -> str:
    return " ".join(part for part in (column.help, _HOW_TO_FILL.get(column.kind, "")) if part)


def _guide(worksheet: Worksheet, sheets: Sequence[Sheet]) -> None:
    for place, width in enumerate(_GUIDE_WIDTHS, 1):
        worksheet.column_dimensions[get_column_letter(place)].width = width
    looks.set_up_print(worksheet, 1)
    worksheet.sheet_view.showGridLines = False
    row_number = 1
    for sheet in sheets:
        row_number = _guide_to(worksheet, sheet, row_number) + 2


def _guide_to(worksheet: Worksheet, sheet: Sheet, start: int) -> int:
    """Explain one sheet from row `start` on; returns the last row used."""
    _spread(worksheet, start, f"《{sheet.title}》填写说明")
    worksheet.cell(start, 1).font = looks.TITLE_FONT
    worksheet.row_dimensions[start].height = 30
    row_number = start
    for line in (f"带{REQUIRED_MARK}的列必填；列名不要改动。", *sheet.guidance):
        row_number += 1
        _spread(worksheet, row_number, line)
        worksheet.cell(row_number, 1).font = looks.BODY_FONT
    row_number += 1
    worksheet.row_dimensions[row_number].height = looks.HEADING_HEIGHT
    for place, heading in enumerate(_GUIDE_HEADINGS, 1):
        looks.dress_heading(worksheet.cell(row_number, place, heading))
    for column in sheet.columns:
        row_number += 1
        worksheet.row_dimensions[row_number].height = _ROW_HEIGHT
        _explain(worksheet, row_number, column)
    return row_number


def _explain(worksheet: Worksheet, row_number: int, column: Column) -> None:
    required = f"必填{REQUIRED_MARK}" if column.required else "选填"
    texts = (column.header, required, column.kind.label, _explanation(column), column.example)
    for place, text in enumerate(texts, 1):
        cell = worksheet.cell(row_number, place, text)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.font = looks.STRONG_FONT if column.required and place <= 2 else looks.BODY_FONT
        cell.alignment = looks.LEFT
        cell.border = looks.GRID


def _spread(worksheet: Worksheet, row_number: int, text: str) -> None:
    """Write a line over the whole width of the guide."""
    cell = worksheet.cell(row_number, 1, text)
    cell.data_type = "s"
    cell.alignment = looks.LEFT
    worksheet.merge_cells(
        start_row=row_number,
        start_column=1,
        end_row=row_number,
        end_column=len(_GUIDE_HEADINGS),
    )
