"""The styles of official texts in Word: fonts as offices name them, sizes, places on the line."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from docx.enum.text import WD_ALIGN_PARAGRAPH

FANG, KAI, HEI = "仿宋_GB2312", "楷体_GB2312", "黑体"
SONG, TITLE_SONG = "宋体", "方正小标宋简体"

LEFT, RIGHT, CENTER, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True, slots=True)
class Style:
    """Font, size in half points, place on the line; indents in hundredths of a character."""

    font: str
    size: int
    align: WD_ALIGN_PARAGRAPH
    first: int = 0
    right: int = 0
    before: int = 0  # points of air above, in tight lines also below
    is_tight: bool = False  # lines as high as the letters, not as the grid of the page
    stays: bool = False  # on the page of what follows


class Look(StrEnum):
    """The styles of an official text, by the names that Word shows."""

    BODY = "Normal"
    TITLE = "Title"
    CHAPTER = "Heading 1"
    SECTION = "Heading 2"
    ANNEX = "附件编号"
    SIGN = "落款"
    CAPTION = "Caption"
    NOTE = "演示说明"
    UNIT = "表格单位"
    CELL = "表内文字"
    HEAD = "表头文字"
    REMARK = "表注"


STYLES: Final[dict[Look, Style]] = {
    Look.BODY: Style(FANG, 32, BOTH, first=200),
    Look.TITLE: Style(TITLE_SONG, 44, CENTER),
    Look.CHAPTER: Style(HEI, 32, BOTH, first=200, stays=True),
    Look.SECTION: Style(KAI, 32, BOTH, first=200, stays=True),
    Look.ANNEX: Style(HEI, 32, LEFT),
    Look.SIGN: Style(FANG, 32, RIGHT, right=400, stays=True),
    Look.CAPTION: Style(HEI, 28, CENTER, before=6, stays=True),
    Look.NOTE: Style(HEI, 24, CENTER),
    Look.UNIT: Style(FANG, 24, RIGHT, is_tight=True, stays=True),
    Look.CELL: Style(FANG, 21, LEFT, before=2, is_tight=True),
    Look.HEAD: Style(HEI, 21, CENTER, before=2, is_tight=True),
    Look.REMARK: Style(FANG, 24, LEFT, before=3, is_tight=True),
}
