"""A self-evaluation as a Word document: the same text, tables and figure as the paper."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from pension.documents.word import Cell, OfficialText
from pension.documents.word_looks import CENTER, RIGHT, Look
from pension.pictures.bars import StreetBar
from pension.templatetags.pension_format import chinese_day, moment
from performance.tables.printed import CENTER as CENTERED
from performance.tables.printed import NUMBER, PrintedTable
from performance.tables.report import DrawnChapter, DrawnSection

MADE_UP = "演示数据：人员均为虚构，各街道人数的分布为演示设定，不得作为依据"
ALIGN = {NUMBER: RIGHT, CENTERED: CENTER}


def write(drawn: Mapping[str, Any]) -> bytes:
    """Write what ``performance.tables.report.context`` gave, with ``number`` of the issue."""
    said, taken_at = drawn["said"], drawn["taken_at"]
    text = OfficialText(
        f"{said['year']}年度自评报告 第{drawn['number']}稿", author=said["unit"], made_at=taken_at
    )
    _head(text, said)
    for chapter in drawn["chapters"]:
        _chapter(text, chapter)
    _end(text, drawn["as_of"], taken_at, said, drawn["number"])
    return text.content()


def _head(text: OfficialText, said: Mapping[str, Any]) -> None:
    if said["annex"]:
        text.line(said["annex"], Look.ANNEX)
    if said["is_demo"]:
        text.line(MADE_UP, Look.NOTE)
    for line in (said["unit"], f"{said['year']}年度{said['project']}", "项目支出绩效自评报告"):
        text.line(line, Look.TITLE)
    text.blank()


def _chapter(text: OfficialText, chapter: DrawnChapter) -> None:
    text.line(chapter.heading, Look.CHAPTER)
    if chapter.guidance:
        text.line(f"（填写说明：{chapter.guidance}）", Look.REMARK)
    for section in chapter.sections:
        _section(text, section)


def _section(text: OfficialText, section: DrawnSection) -> None:
    if section.heading:
        text.line(section.heading, Look.SECTION)
    for paragraph in section.paragraphs:
        text.line(paragraph)
    for table in section.tables:
        _table(text, table)
    if section.bars:
        _bars(text, section.bars)


def _table(text: OfficialText, table: PrintedTable) -> None:
    text.line(table.caption, Look.CAPTION)
    if table.rows:
        if table.unit:
            text.line(table.unit, Look.UNIT)
        rows = [[_cell(word, kind) for word, kind in row] for row in table.body]
        if table.foot:
            rows.append([_cell(word, kind, Look.HEAD) for word, kind in table.foot])
        text.table([Cell(heading, Look.HEAD) for heading in table.headings], rows)
    else:
        text.line(table.empty)
    for place, remark in enumerate(table.remarks):
        text.line(remark if place else f"注：{remark}", Look.REMARK)


def _cell(word: str, kind: str, look: Look = Look.CELL) -> Cell:
    return Cell(word, look, ALIGN.get(kind))


def _bars(text: OfficialText, bars: Sequence[StreetBar]) -> None:
    text.line("图1　各街道人数和所处阶段", Look.CAPTION)
    head = [Cell(word, Look.HEAD) for word in ("街道", "人数", "人数比较", "状态")]
    text.table(
        head,
        [
            [
                Cell(bar.label),
                Cell(f"{bar.persons or 0:,}", align=RIGHT),
                Cell(bar=bar.width),
                Cell(bar.state, align=CENTER),
            ]
            for bar in bars
        ],
    )


def _end(
    text: OfficialText, as_of: date, taken_at: datetime, said: Mapping[str, Any], number: int
) -> None:
    text.line(
        f"数据说明：人员进度按{chinese_day(as_of)}终了时的办理记录统计；资金为公布数，发放按"
        f"{said['year']}年度批次统计；取数时间{moment(taken_at)}，第{number}稿。",
        Look.REMARK,
    )
    text.blank()
    for line in (said["unit"], "（印章）", chinese_day(timezone.localdate(taken_at))):
        text.line(line, Look.SIGN)
