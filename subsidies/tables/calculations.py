"""Lists of calculations and entitlements, on the page and in a workbook: one set of words."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from enrollment.rules.categories import Category
from pension.tables import Cell, Column, Row, Table
from pension.vocabulary import money
from pension.vocabulary.masking import mask_identity
from pension.workbooks import Column as BookColumn
from pension.workbooks import Kind as BookKind
from subsidies.models import Calculation, Entitlement
from subsidies.rules.vocabulary import Channel, Kind, Reason
from subsidies.workflow.states import EntitlementState, Origin

CALCULATION_BOOK = (
    BookColumn(header="受理号", key="case", width=18),
    BookColumn(header="姓名", key="name", width=14),
    BookColumn(header="身份证号（部分隐藏）", key="identity", kind=BookKind.IDENTIFIER, width=24),
    BookColumn(header="街道、社区", key="place", width=30),
    BookColumn(header="人员类别", key="category", width=18),
    BookColumn(header="基准日期", key="judged_on", kind=BookKind.DAY, width=12),
    BookColumn(header="应补（元）", key="due", kind=BookKind.MONEY, width=14),
    BookColumn(header="拟补助（元）", key="proposed", kind=BookKind.MONEY, width=14),
    BookColumn(header="剩余年数", key="years_left", kind=BookKind.INTEGER, width=10),
    BookColumn(header="不予补助原因", key="reasons", width=36),
    BookColumn(header="计算单号", key="number", width=24),
)
ENTITLEMENT_BOOK = (
    BookColumn(header="受理号", key="case", width=18),
    BookColumn(header="姓名", key="name", width=14),
    BookColumn(header="身份证号（部分隐藏）", key="identity", kind=BookKind.IDENTIFIER, width=24),
    BookColumn(header="街道、社区", key="place", width=30),
    BookColumn(header="类别", key="kind", width=18),
    BookColumn(header="年度", key="year", width=8),
    BookColumn(header="金额（元）", key="amount", kind=BookKind.MONEY, width=14),
    BookColumn(header="渠道", key="channel", width=30),
    BookColumn(header="状态", key="state", width=14),
    BookColumn(header="批次", key="batch", width=22),
)
STATE_TONES = {
    EntitlementState.DUE: "warn",
    EntitlementState.DISPUTED: "bad",
    EntitlementState.SETTLED: "ok",
    EntitlementState.CANCELLED: "plain",
}


def calculation_table(rows: Iterable[Calculation], due_fen: int, proposed_fen: int) -> Table:
    """The list of calculations; the totals are those of the whole list, not of the page."""
    return Table(
        caption="补助核算",
        columns=(
            Column("姓名"),
            Column("身份证号"),
            Column("街道、社区"),
            Column("人员类别"),
            Column("应补（元）", is_number=True),
            Column("拟补助（元）", is_number=True),
            Column("剩余年数", is_number=True),
            Column("不予补助原因"),
            Column("基准日期"),
        ),
        rows=[_calculation_row(row) for row in rows],
        totals=(
            Cell("全部合计"),
            *(Cell("") for _ in range(3)),
            Cell(money.yuan(due_fen), is_number=True),
            Cell(money.yuan(proposed_fen), is_number=True),
            *(Cell("") for _ in range(3)),
        ),
        empty="没有符合条件的核算结果",
        cure="可以放宽筛选条件，或先批量核算。",
    )


def entitlement_table(rows: Iterable[Entitlement], total_fen: int) -> Table:
    """The list of entitlements; the total is that of the whole list, not of the page."""
    return Table(
        caption="补助资金",
        columns=(
            Column("姓名"),
            Column("身份证号"),
            Column("街道、社区"),
            Column("类别"),
            Column("年度"),
            Column("金额（元）", is_number=True),
            Column("渠道"),
            Column("状态"),
        ),
        rows=[_entitlement_row(row) for row in rows],
        totals=(
            Cell("全部合计"),
            *(Cell("") for _ in range(4)),
            Cell(money.yuan(total_fen), is_number=True),
            Cell(""),
            Cell(""),
        ),
        empty="没有符合条件的补助",
        cure="可以放宽筛选条件，或先批量核算。",
    )


def calculation_values(row: Calculation) -> Mapping[str, object]:
    """One calculation for the workbook; the identity number is masked."""
    return {
        "case": row.case.number,
        "name": row.person.name,
        "identity": mask_identity(row.person.identity_number),
        "place": place_of(row),
        "category": Category(row.case.category).label,
        "judged_on": row.judged_on,
        "due": row.due_fen,
        "proposed": row.proposed_fen,
        "years_left": row.years_left,
        "reasons": "、".join(_reasons(row)),
        "number": row.number,
    }


def entitlement_values(row: Entitlement) -> Mapping[str, object]:
    """One entitlement for the workbook; the identity number is masked."""
    return {
        "case": row.calculation.case.number if row.calculation else "",
        "name": row.person.name,
        "identity": mask_identity(row.person.identity_number),
        "place": place_of(row),
        "kind": Kind(row.kind).label,
        "year": str(row.year or ""),
        "amount": row.amount_fen,
        "channel": Channel(row.channel).label,
        "state": _state(row),
        "batch": _batch(row),
    }


def place_of(row: Calculation | Entitlement) -> str:
    """The community and the group of the person."""
    region = row.person.region
    return f"{region.parent.name if region.parent else ''}{region.name}"


def _calculation_row(row: Calculation) -> Row:
    url = reverse("enrollment:case", args=[row.case_id])
    left = "—" if row.years_left is None else str(row.years_left)
    return Row(
        (
            Cell(row.person.name, url=url),
            Cell(mask_identity(row.person.identity_number)),
            Cell(place_of(row)),
            Cell(Category(row.case.category).label),
            Cell(money.yuan(row.due_fen), is_number=True),
            Cell(money.yuan(row.proposed_fen), is_number=True),
            Cell(left, is_number=True),
            Cell("、".join(_reasons(row)) or "—"),
            Cell(row.judged_on.isoformat()),
        ),
        url=url,
        mark="warn" if Reason.PARAMETER_MISSING.label in _reasons(row) else "",
    )


def _entitlement_row(row: Entitlement) -> Row:
    url = reverse("enrollment:case", args=[row.calculation.case_id]) if row.calculation else ""
    batch = _batch(row)
    return Row(
        (
            Cell(row.person.name, url=url),
            Cell(mask_identity(row.person.identity_number)),
            Cell(place_of(row)),
            Cell(Kind(row.kind).label),
            Cell(str(row.year or "—")),
            Cell(money.yuan(row.amount_fen), is_number=True),
            Cell(Channel(row.channel).label),
            Cell(_state(row), tone=STATE_TONES[EntitlementState(row.state)], note=batch),
        ),
        url=url,
    )


def _reasons(row: Calculation) -> Sequence[str]:
    """The reasons of the refusals that the list loaded, each once."""
    found = getattr(row, "refusals", ())
    return list(dict.fromkeys(Reason(line.reason).label for line in found))


def _state(row: Entitlement) -> str:
    return (
        Origin(row.origin).label
        if row.origin == Origin.OPENING and row.state == EntitlementState.SETTLED
        else EntitlementState(row.state).label
    )


def _batch(row: Entitlement) -> str:
    return getattr(row, "batch_number", None) or ""
