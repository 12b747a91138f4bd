"""The table of published figures."""

from collections.abc import Iterable

from django.utils import timezone

from pension.tables import Cell, Column, Row, Table
from pension.vocabulary.money import yuan
from subsidies.models import FundEntry
from subsidies.workflow.states import FundKind


def fund_table(entries: Iterable[FundEntry]) -> Table:
    """Figures with the paper they stand in; voided ones stay, marked as such."""
    return Table(
        caption="已公布的资金数据",
        columns=[
            *(Column(label) for label in ("类别", "资金来源")),
            Column("金额（元）", is_number=True),
            *(Column(label) for label in ("支付方式", "出处", "截止日期", "录入", "状态")),
        ],
        rows=[_row(entry) for entry in entries],
        empty="这一年度还没有资金数据",
        cure="由「绩效管理」或「核算编制」岗位逐条录入，或用模板导入。",
    )


def _row(entry: FundEntry) -> Row:
    entered = f"{timezone.localtime(entry.entered_at):%Y-%m-%d}"
    state = Cell("现行", tone="ok")
    if entry.voided_at:
        state = Cell("已作废", tone="bad", note=entry.void_reason)
    return Row(
        [
            Cell(FundKind(entry.kind).label),
            Cell(entry.account),
            Cell(yuan(entry.amount_fen), is_number=True),
            Cell(entry.payment_method or "—"),
            Cell(entry.source),
            Cell(f"{entry.as_of:%Y-%m-%d}"),
            Cell(f"{entry.entered_by} {entered}"),
            state,
        ],
        pk="" if entry.voided_at else entry.pk,
    )
