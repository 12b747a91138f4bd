"""How the product's own workbooks look on screen and on paper."""

import re

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.styleable import StyleableObject
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pension.workbooks.specs import Kind

FONT_NAME = "宋体"
HEADING_FONT_NAME = "黑体"
NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.IDENTIFIER: "@",
    Kind.CHOICE: "@",
    Kind.YEARS: "@",
    Kind.INTEGER: "0",
    Kind.MONEY: "#,##0.00",
    Kind.NUMBER: "0.####",
    Kind.DAY: "yyyy-mm-dd",
}
HEADING_HEIGHT = 28
RIGHT_ALIGNED = frozenset({Kind.INTEGER, Kind.MONEY, Kind.NUMBER})

_LINE = Side(style="thin", color="A6B1BF")
GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
BODY_FONT = Font(name=FONT_NAME, size=10.5)
STRONG_FONT = Font(name=FONT_NAME, size=10.5, bold=True)
TITLE_FONT = Font(name=HEADING_FONT_NAME, size=16)
HEADING_FILL = PatternFill("solid", fgColor="1F4E79")
OPTIONAL_FILL = PatternFill("solid", fgColor="5B7C99")
FAULT_COLOR, FAULT_TEXT_COLOR, GOOD_TEXT_COLOR = "FCE4D6", "9C0006", "2E6B34"
CENTERED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
RIGHT = Alignment(horizontal="right", vertical="center")

_TITLE_LIMIT = 31
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def sheet_title(text: str) -> str:
    """Return a title that a worksheet may bear: 31 characters, none of []:*?/\\."""
    return _FORBIDDEN_IN_TITLE.sub(" ", text).strip(" '")[:_TITLE_LIMIT].rstrip(" '") or "工作表"


def set_up_print(worksheet: Worksheet, heading_row: int) -> None:
    """Print landscape on A4, as wide as the page, heading repeated, pages numbered."""
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_title_rows = f"{heading_row}:{heading_row}"
    worksheet.print_options.horizontalCentered = True
    worksheet.page_margins.left = worksheet.page_margins.right = 0.4
    worksheet.page_margins.top = worksheet.page_margins.bottom = 0.7
    worksheet.page_margins.header = worksheet.page_margins.footer = 0.3
    page = _HeaderFooterPart(text="第 &P 页，共 &N 页")
    worksheet.HeaderFooter.oddFooter = HeaderFooterItem(center=page)


def dress_body(cell: StyleableObject, kind: Kind) -> None:
    """Dress a cell, or a column for the cells to come, for what it holds."""
    cell.font = BODY_FONT
    cell.number_format = NUMBER_FORMATS[kind]
    cell.alignment = RIGHT if kind in RIGHT_ALIGNED else LEFT


def dress_heading(cell: Cell, *, is_strong: bool = True) -> None:
    """Dress a cell as a heading; a weaker shade for columns that may stay empty."""
    cell.font = Font(name=HEADING_FONT_NAME, size=10.5, color="FFFFFF")
    cell.fill = HEADING_FILL if is_strong else OPTIONAL_FILL
    cell.alignment = CENTERED
    cell.border = GRID
