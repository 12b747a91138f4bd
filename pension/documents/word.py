"""Official texts as Word documents after GB/T 9704, for offices that work on the text further.

A4, type area 156 × 225 mm, 22 lines of 28 characters, 仿宋 16 pt; the fonts are named, not
embedded: an office's Word has 仿宋_GB2312, 楷体_GB2312, 黑体 and 方正小标宋简体. Every look is a
style of the document, so that the office can change it in one place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from pension.documents.word_looks import LEFT, RIGHT, SONG, STYLES, Look, Style

# 225 mm hold 22 lines; in twentieths of a point, as Word counts. 156 mm hold 28 characters of
# 16 pt, which are 2 mm too wide: every character gives way by a quarter of a point. The grid of
# characters that Word has for it is read otherwise by other programs.
LINE_TWIPS: Final = 579
GIVES_WAY_TWIPS: Final = -5
TYPE_AREA_TWIPS: Final = 8844
CELL_MARGIN_TWIPS: Final = 57
BAR_FILL: Final = "A6A6A6"
HALF_POINT, TWIP = 6350, 635  # in the English units of the format
NO_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of a table; ``bar`` in thousandths of the cell's width is drawn instead of a text."""

    text: str = ""
    look: Look = Look.CELL
    align: WD_ALIGN_PARAGRAPH | None = None
    bar: int | None = None


class OfficialText:
    """A Word document that is written from its top to its end."""

    def __init__(self, title: str, *, author: str, made_at: datetime) -> None:
        """Set up the page and its styles; ``made_at`` is written into the file."""
        self._word = Document()
        properties = self._word.core_properties
        properties.title, properties.author, properties.comments = title, author, ""
        properties.last_modified_by = author
        properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
        for look, style in STYLES.items():
            self._define(look, style)
        self._set_page()
        self._number_pages()

    def line(self, text: str, look: Look = Look.BODY) -> None:
        """Write one paragraph."""
        self._word.add_paragraph(text, style=look)

    def blank(self) -> None:
        """Leave a line free."""
        self.line("")

    def table(self, head: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> None:
        """Write a table over the whole width, on one page if one can hold it.

        On a longer one its head is repeated on every page.
        """
        grid = self._word.add_table(rows=0, cols=len(head), style="Table Grid")
        grid.autofit = False
        _set_margins(grid)
        widths = _widths([head, *rows])
        for cells in (head, *rows):
            _write_row(grid, cells, widths, is_head=cells is head)
        for column, width in zip(grid.columns, widths, strict=True):
            column._gridCol.set(qn("w:w"), str(width))
        for row in grid.rows[:-1]:
            for place in row.cells:
                place.paragraphs[0].paragraph_format.keep_with_next = True

    def content(self) -> bytes:
        """Give the file: the same text gives the same bytes."""
        saved, stream = BytesIO(), BytesIO()
        self._word.save(saved)
        with ZipFile(saved) as parts, ZipFile(stream, "w", ZIP_DEFLATED) as package:
            for name in parts.namelist():
                part = ZipInfo(name, NO_MOMENT)
                package.writestr(part, parts.read(name), ZIP_DEFLATED)
        return stream.getvalue()

    def _define(self, look: Look, wanted: Style) -> None:
        styles = self._word.styles
        known = {style.name for style in styles}
        if look.value not in known:
            styles.add_style(look.value, WD_STYLE_TYPE.PARAGRAPH)
        style: Any = styles[look.value]
        style.font.size = Emu(HALF_POINT * wanted.size)
        style.font.bold = style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        letters = style.element.get_or_add_rPr()
        _name_font(letters, wanted.font)
        _give_way(letters, GIVES_WAY_TWIPS if wanted.size == STYLES[Look.BODY].size else 0)
        shape = style.paragraph_format
        shape.alignment, shape.keep_with_next = wanted.align, wanted.stays
        shape.space_before = Pt(wanted.before)
        shape.space_after = Pt(wanted.before if wanted.is_tight else 0)
        shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
        if not wanted.is_tight:
            shape.line_spacing = Emu(TWIP * LINE_TWIPS)
        properties = style.element.get_or_add_pPr()
        for border in properties.findall(qn("w:pBdr")):
            properties.remove(border)
        if wanted.is_tight:
            grid = _element("w:snapToGrid", val="0")
            properties.insert_element_before(grid, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
        indent = properties.get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(wanted.first))
        indent.set(qn("w:firstLine"), str(wanted.first * wanted.size // 10))
        indent.set(qn("w:rightChars"), str(wanted.right))
        indent.set(qn("w:right"), str(wanted.right * wanted.size // 10))

    def _set_page(self) -> None:
        section = self._word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(23)
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        section._sectPr.append(_element("w:docGrid", type="lines", linePitch=str(LINE_TWIPS)))

    def _number_pages(self) -> None:
        """Put «— 1 —» outside: right on odd pages, left on even ones, one character in."""
        self._word.settings.odd_and_even_pages_header_footer = True
        section = self._word.sections[0]
        for footer, align, side in (
            (section.footer, RIGHT, "right"),
            (section.even_page_footer, LEFT, "left"),
        ):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = align
            indent: Any = paragraph._p.get_or_add_pPr().get_or_add_ind()
            indent.set(qn("w:firstLineChars"), "0")
            indent.set(qn("w:firstLine"), "0")
            indent.set(qn(f"w:{side}Chars"), "100")
            _page_number(paragraph)


def _name_font(properties: CT_RPr, font: str) -> None:
    """Name a font for Chinese and Latin letters alike, and drop the theme's."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _give_way(properties: CT_RPr, twips: int) -> None:
    """Set letters closer; the order of the elements is part of the format."""
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    spacing = _element("w:spacing", val=str(twips))
    properties.insert_element_before(spacing, "w:kern", "w:sz", "w:szCs", "w:lang")


def _page_number(paragraph: Paragraph) -> None:
    for kind, text in (("", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("", " —")):
        run = paragraph.add_run(text if not kind else "")
        run.font.size = Pt(14)
        _name_font(run._r.get_or_add_rPr(), SONG)
        if kind == "code":
            code = _element("w:instrText")
            code.text = text
            run._r.append(code)
        elif kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))


def _set_margins(grid: Table) -> None:
    """Leave less air beside the texts than Word does: columns of amounts are narrow."""
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=str(CELL_MARGIN_TWIPS), type="dxa"))
    properties: Any = grid._tbl.tblPr
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _write_row(grid: Table, cells: Sequence[Cell], widths: Sequence[int], *, is_head: bool) -> None:
    row = grid.add_row()
    properties: Any = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    if is_head:
        properties.append(_element("w:tblHeader"))
    for place, cell, width in zip(row.cells, cells, widths, strict=True):
        place.width = Emu(TWIP * width)
        _fill(place, cell, width)


def _fill(place: _Cell, cell: Cell, width: int) -> None:
    paragraph = place.paragraphs[0]
    paragraph.style = cell.look.value
    paragraph.add_run(cell.text)
    if cell.align is not None:
        paragraph.alignment = cell.align
    if cell.bar:
        _shade(paragraph, width * (1000 - cell.bar) // 1000)


def _shade(paragraph: Paragraph, right: int) -> None:
    """Draw a bar: the paragraph is shaded from the left up to its right indent."""
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.get_or_add_ind().set(qn("w:right"), str(right))
    shading = _element("w:shd", val="clear", color="auto", fill=BAR_FILL)
    properties.insert_element_before(shading, "w:ind", "w:jc", "w:rPr")


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Widths of the columns in twips: as their longest texts, long ones being broken."""
    longest = [
        max(14 if cell.bar is not None else _breadth(cell) for cell in column)
        for column in zip(*rows, strict=True)
    ]
    total = sum(longest)
    widths = [TYPE_AREA_TWIPS * one // total for one in longest]
    widths[-1] += TYPE_AREA_TWIPS - sum(widths)
    return widths


def _breadth(cell: Cell) -> int:
    """The breadth of a text in half characters; numbers are never broken, words are."""
    breadth = sum(1 if letter.isascii() else 2 for letter in cell.text) + 3
    return breadth if cell.align == RIGHT else max(6, min(26, breadth))


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    """Make an element of the document's markup."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
