"""The list of recoveries and of what was overpaid, on the page and in a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.urls import reverse

from pension.tables import Cell, Column, Row, Table
from pension.vocabulary.masking import mask_identity
from pension.vocabulary.money import yuan
from pension.workbooks import Column as BookColumn
from pension.workbooks import Kind as BookKind
from subsidies.models import Recovery
from subsidies.queries.overpaid import FoundPayment
from subsidies.queries.recoveries import Totals, overdue_of
from subsidies.rules.vocabulary import RecoveryWay
from subsidies.workflow.states import RecoveryState

RECOVERY_BOOK = (
    BookColumn(header="追回编号", key="number", width=24),
    BookColumn(header="姓名", key="name", width=14),
    BookColumn(header="身份证号（部分隐藏）", key="identity", kind=BookKind.IDENTIFIER, width=24),
    BookColumn(header="街道、社区", key="place", width=30),
    BookColumn(header="退款人", key="addressee", width=18),
    BookColumn(header="多付原因", key="reason", width=30, wraps=True),
    BookColumn(header="应追回（元）", key="amount", kind=BookKind.MONEY, width=14),
    BookColumn(header="已追回（元）", key="received", kind=BookKind.MONEY, width=14),
    BookColumn(header="未追回（元）", key="outstanding", kind=BookKind.MONEY, width=14),
    BookColumn(header="逾期未退（元）", key="overdue", kind=BookKind.MONEY, width=14),
    BookColumn(header="追回方式", key="way", width=12),
    BookColumn(header="状态", key="state", width=12),
    BookColumn(header="决定文号", key="decision", width=24),
)
TONES = {
    RecoveryState.SETTLED: "ok",
    RecoveryState.WAIVED: "plain",
    RecoveryState.REVOKED: "plain",
    RecoveryState.COLLECTING: "warn",
}


def tone_of(recovery: Recovery) -> str:
    """The tone of a recovery's badge."""
    return TONES.get(RecoveryState(recovery.state), "info")


def recovery_table(rows: Iterable[Recovery], totals: Totals, today: date) -> Table:
    """The list of recoveries; the totals are those of the whole list, not of the page."""
    return Table(
        caption="追回",
        columns=(
            Column("追回编号"),
            Column("姓名"),
            Column("身份证号"),
            Column("街道、社区"),
            Column("应追回（元）", is_number=True),
            Column("已追回（元）", is_number=True),
            Column("未追回（元）", is_number=True),
            Column("追回方式"),
            Column("状态"),
        ),
        rows=[_row(row, today) for row in rows],
        totals=(
            Cell("全部合计"),
            Cell(f"{totals.count:,} 笔"),
            Cell(""),
            Cell(f"其中不予追回 {yuan(totals.waived_fen)} 元" if totals.waived_fen else ""),
            Cell(yuan(totals.amount_fen), is_number=True),
            Cell(yuan(totals.received_fen), is_number=True),
            Cell(yuan(totals.outstanding_fen), is_number=True),
            Cell(""),
            Cell(""),
        ),
        empty="没有符合条件的追回",
        cure="可以放宽筛选条件；多付的款项在「多付」里提出追回。",
    )


def found_table(rows: Sequence[FoundPayment], *, may_propose: bool) -> Table:
    """What was overpaid and nobody claims back yet."""
    return Table(
        caption="多付",
        columns=(
            Column("姓名"),
            Column("身份证号"),
            Column("街道、社区"),
            Column("款项"),
            Column("已发（元）", is_number=True),
            Column("多付（元）", is_number=True),
            Column("情形"),
            Column("怎样算"),
        ),
        rows=[_found_row(row, may_propose=may_propose) for row in rows],
        empty="没有查出多付的款项",
        cure="死亡、缴费作废、不予确认、期初更正以后，多付的款项列在这里。",
    )


def recovery_values(row: Recovery, today: date) -> Mapping[str, object]:
    """One recovery for the workbook; the identity number is masked."""
    return {
        "number": row.number,
        "name": row.person.name,
        "identity": mask_identity(row.person.identity_number),
        "place": _place(row),
        "addressee": row.addressee,
        "reason": row.reason,
        "amount": row.amount_fen,
        "received": row.received_fen,
        "outstanding": _outstanding(row),
        "overdue": overdue_of(row, today),
        "way": _way(row),
        "state": row.state_label,
        "decision": row.decision_number,
    }


def _row(row: Recovery, today: date) -> Row:
    url = reverse("subsidies:recovery", args=[row.pk])
    late = overdue_of(row, today)
    return Row(
        (
            Cell(row.number, url=url),
            Cell(row.person.name),
            Cell(mask_identity(row.person.identity_number)),
            Cell(_place(row)),
            Cell(yuan(row.amount_fen), is_number=True),
            Cell(yuan(row.received_fen), is_number=True),
            Cell(yuan(_outstanding(row)), is_number=True),
            Cell(_way(row)),
            Cell(
                row.state_label,
                tone=tone_of(row),
                note=f"逾期未退 {yuan(late)} 元" if late else "",
            ),
        ),
        url=url,
        mark="bad" if late else "",
    )


def _found_row(row: FoundPayment, *, may_propose: bool) -> Row:
    url = reverse("subsidies:recovery_new", args=[row.case_id]) if may_propose else ""
    one = row.overpaid
    return Row(
        (
            Cell(row.name, url=url),
            Cell(row.identity),
            Cell(row.place),
            Cell(one.paid.label),
            Cell(yuan(one.paid.amount_fen), is_number=True),
            Cell(yuan(one.amount_fen), is_number=True),
            Cell(one.ground.label, tone="warn"),
            Cell(one.why),
        ),
        url=url,
    )


def _outstanding(row: Recovery) -> int:
    """What is still to come back: nothing of what was revoked or waived."""
    over = (RecoveryState.REVOKED, RecoveryState.WAIVED)
    return 0 if row.state in over else row.outstanding_fen


def _way(row: Recovery) -> str:
    return RecoveryWay(row.way).label if row.way else "未定"


def _place(row: Recovery) -> str:
    region = row.person.region
    return f"{region.parent.name if region.parent else ''}{region.name}"
