"""Published figures of the fund as a workbook: budget and spending with the paper they stand in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from pension.models import Upload
from pension.services.uploads import Examined, ImportKind, Scene, register
from pension.workbooks import Column, Row, Sheet
from pension.workbooks.specs import Kind
from subsidies.services import funds
from subsidies.services.funds import FundFigure
from subsidies.workflow.states import FundKind

_KIND_BY_LABEL = {kind.label: kind for kind in FundKind}
PAYMENT_METHODS = ("财政直接支付", "财政授权支付")


def _kind_label(value: object) -> str:
    return value.label if isinstance(value, FundKind) else str(value)


SHEET = Sheet(
    title="资金数据",
    columns=(
        Column(header="年度", key="year", kind=Kind.INTEGER, required=True, example="2022"),
        Column(
            header="类别",
            key="kind",
            kind=Kind.CHOICE,
            required=True,
            choices=tuple(_KIND_BY_LABEL),
            parse=_KIND_BY_LABEL.__getitem__,
            write=_kind_label,
            example=FundKind.BUDGET.label,
        ),
        Column(
            header="资金来源",
            key="account",
            required=True,
            width=22,
            max_length=60,
            help="如一般公共预算、政府性基金、财政专户、自筹。",
            example="一般公共预算",
        ),
        Column(
            header="金额（元）",
            key="amount_fen",
            kind=Kind.MONEY,
            required=True,
            width=20,
            example="60000000.00",
        ),
        Column(
            header="支付方式",
            key="payment_method",
            kind=Kind.CHOICE,
            choices=PAYMENT_METHODS,
            example=PAYMENT_METHODS[0],
        ),
        Column(
            header="出处",
            key="source",
            required=True,
            width=40,
            help="公布这个数的文件和文号。",
            example="2022年度部门预算公开表",
        ),
        Column(
            header="截止日期",
            key="as_of",
            kind=Kind.DAY,
            required=True,
            help="这个数统计到哪一天。",
            example="2022-10-31",
        ),
    ),
    guidance=(
        "这里录入已经公布的数，照原文件填写；系统不会用发放批次的合计代替它。",
        "同一年度、类别、资金来源只有一个数；更正时先在页面上作废原数。",
    ),
)


class FundCheck:
    """Checks figures in themselves and against those that stand."""

    def __init__(self, scene: Scene) -> None:
        """Read what stands in the district once."""
        self._day = scene.day
        self._standing = funds.standing(scene.officer)

    def __call__(self, rows: Sequence[Examined]) -> None:
        """Refuse each at its cell."""
        for row in rows:
            if not row.is_good:
                continue
            figure = figure_from(row.values)
            for field, sentence in figure.faults(self._day):
                row.refuse(field, sentence)
            if figure.key in self._standing:
                row.refuse("kind", self._standing[figure.key])


def figure_from(values: Mapping[str, Any]) -> FundFigure:
    """The figure that a good row stands for."""
    return FundFigure(**values)


def commit(rows: Sequence[Row], scene: Scene) -> dict[int, str]:
    """Enter the rows' figures."""
    figures = [figure_from(row.values) for row in rows]
    entries = funds.record_many(figures, by=scene.officer, at=scene.at, upload=scene.upload)
    return {row.number: f"资金{entry.pk}" for row, entry in zip(rows, entries, strict=True)}


def result_url(upload: Upload) -> str:
    """The page of published figures."""
    return reverse("subsidies:funds")


FUNDS = register(
    ImportKind(
        code="funds",
        title="资金数据",
        sheet=SHEET,
        posts=funds.POSTS,
        checker=FundCheck,
        commit=commit,
        unique_by=("year", "kind", "account"),
        shown=("year", "kind", "account", "amount_fen", "payment_method", "source", "as_of"),
        committed_label="记录号",
        guidance=SHEET.guidance,
        result_url=result_url,
    )
)
