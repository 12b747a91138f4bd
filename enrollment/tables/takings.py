"""Takings and the entries of their fund as pages draw them."""

from collections.abc import Sequence

from django.urls import reverse

from enrollment.models import TakingPayment
from enrollment.queries.takings import Taking
from enrollment.rules.takings import FundStanding, TakingFund, standing
from pension.tables import Cell, Column, Row, Table
from pension.templatetags.pension_format import moment
from pension.vocabulary.money import yuan

TONES = {FundStanding.PAID: "ok", FundStanding.SHORT: "bad", FundStanding.UNKNOWN: "warn"}


def takings_table(rows: Sequence[Taking]) -> Table:
    """The list of takings, each flagged while its fund isn't fully paid."""
    return Table(
        caption="征地协议",
        columns=[
            Column("征地协议"),
            Column("村组"),
            Column("办件", is_number=True),
            Column("应缴（元）", is_number=True),
            Column("已到账（元）", is_number=True),
            Column("社会保障费"),
        ],
        rows=[_taking(row) for row in rows],
        empty="没有登记过征地协议",
        cure="受理时填写的征地协议会出现在这里。",
    )


def entries_table(entries: Sequence[TakingPayment]) -> Table:
    """What was entered for one taking, the latest first."""
    return Table(
        caption="社会保障费登记",
        columns=[
            Column("截止日期"),
            Column("应缴（元）", is_number=True),
            Column("已到账（元）", is_number=True),
            Column("状态"),
            Column("依据"),
            Column("登记"),
        ],
        rows=[_entry(entry) for entry in entries],
        empty="还没有登记",
        cure="由自然资源局登记应缴和到账数。",
    )


def _taking(row: Taking) -> Row:
    url = reverse("enrollment:taking", args=[row.key])
    return Row(
        (
            Cell(row.name, url=url),
            Cell(row.place),
            Cell(f"{row.cases:,}", is_number=True),
            Cell(yuan(row.fund.due_fen) if row.fund else "—", is_number=True),
            Cell(yuan(row.fund.paid_fen) if row.fund else "—", is_number=True),
            _standing(row.standing),
        ),
        url=url,
    )


def _entry(entry: TakingPayment) -> Row:
    return Row(
        (
            Cell(str(entry.as_of)),
            Cell(yuan(entry.due_fen), is_number=True),
            Cell(yuan(entry.paid_fen), is_number=True),
            _standing(standing(TakingFund(entry.due_fen, entry.paid_fen))),
            Cell(entry.source),
            Cell(f"{entry.entered_by.name} {moment(entry.entered_at)}"),
        )
    )


def _standing(found: FundStanding) -> Cell:
    return Cell(found.label.removeprefix("社会保障费"), tone=TONES[found])
