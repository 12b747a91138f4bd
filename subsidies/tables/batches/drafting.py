"""What a batch would hold before it is drawn up, and which communities have verified it."""

from collections.abc import Sequence

from django.urls import reverse

from pension.tables import Cell, Column, Row, Table
from pension.vocabulary import money
from subsidies.queries.batches.candidates import LeftOut, Preview
from subsidies.queries.batches.pages import CommunityWord
from subsidies.tables.batches.moments import short_moment

LEFT_OUT_SHOWN = 100


def community_table(batch_id: int, words: Sequence[CommunityWord]) -> Table:
    """The communities of a batch and who verified each, with the scan of what is on paper."""
    return Table(
        caption="社区核实",
        columns=(
            Column("社区"),
            Column("行数", is_number=True),
            Column("金额（元）", is_number=True),
            Column("核实"),
        ),
        rows=[
            Row(
                (
                    Cell(word.name),
                    Cell(f"{word.total.rows:,}", is_number=True),
                    Cell(money.yuan(word.total.fen), is_number=True),
                    _word_cell(batch_id, word),
                )
            )
            for word in words
        ],
        empty="批次内没有行",
    )


def _word_cell(batch_id: int, word: CommunityWord) -> Cell:
    if word.at is None:
        return Cell("未核实", tone="warn")
    note = f"{word.by} {short_moment(word.at)}"
    if word.paper is None:
        return Cell("已核实", tone="ok", note=note)
    url = reverse("subsidies:paper_word_scan", args=[batch_id, word.paper])
    return Cell("已核实（扫描件）", url=url, note=note)


def preview_table(shown: Preview) -> Table:
    """What a batch would hold, by community."""
    return Table(
        caption="将编入的款项",
        columns=(
            Column("社区"),
            Column("行数", is_number=True),
            Column("金额（元）", is_number=True),
        ),
        rows=[
            Row(
                (
                    Cell(name),
                    Cell(f"{count:,}", is_number=True),
                    Cell(money.yuan(shown.community_fen[name]), is_number=True),
                )
            )
            for name, count in sorted(shown.communities.items())
        ],
        totals=(
            Cell("合计"),
            Cell(f"{shown.rows:,}", is_number=True),
            Cell(money.yuan(shown.total_fen), is_number=True),
        ),
        empty="没有可以编入的应补款项",
        cure="可以换一个范围、渠道或类别，或先核算补助。",
    )


def left_out_table(left_out: Sequence[LeftOut]) -> Table:
    """Who is due but can't be paid yet, with the page where the account is put right."""
    return Table(
        caption="暂不能编入",
        columns=(
            Column("姓名"),
            Column("身份证号"),
            Column("社区"),
            Column("金额（元）", is_number=True),
            Column("原因"),
        ),
        rows=[_left_out_row(one) for one in left_out[:LEFT_OUT_SHOWN]],
        empty="没有因账户问题不能编入的人员",
        cure="应补的人员都可以付款。",
    )


def _left_out_row(one: LeftOut) -> Row:
    url = reverse("enrollment:person", args=[one.person_id])
    return Row(
        (
            Cell(one.name, url=url),
            Cell(one.identity),
            Cell(one.community),
            Cell(money.yuan(one.amount_fen), is_number=True),
            Cell(one.reason),
        ),
        url=url,
        mark="warn",
    )
