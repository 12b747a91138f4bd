"""The rows of a batch: on its page, at the community's desk, in a workbook."""

from collections.abc import Container, Iterable, Mapping

from django.urls import reverse

from pension.tables import Cell, Column, Row, Table
from pension.vocabulary import money
from pension.workbooks import Column as BookColumn
from pension.workbooks import Kind as BookKind
from subsidies.models import BatchRow
from subsidies.queries.batches.sums import Total
from subsidies.rules.vocabulary import Kind
from subsidies.workflow.states import RowState

ROW_TONES = {
    RowState.PENDING: "plain",
    RowState.PAID: "ok",
    RowState.FAILED: "bad",
    RowState.RETURNED: "bad",
    RowState.HELD: "warn",
    RowState.DROPPED: "plain",
}
# As wide as a landscape sheet takes in a size that can be read; long texts are wrapped.
ROW_BOOK = (
    BookColumn(header="行号", key="position", kind=BookKind.INTEGER, width=6),
    BookColumn(header="姓名", key="name", width=12),
    BookColumn(header="身份证号（部分隐藏）", key="identity", kind=BookKind.IDENTIFIER, width=20),
    BookColumn(header="社区", key="community", width=14),
    BookColumn(header="户名", key="holder", width=12),
    BookColumn(header="账号（部分隐藏）", key="account", kind=BookKind.IDENTIFIER, width=20),
    BookColumn(header="类别", key="kind", width=14),
    BookColumn(header="年度", key="year", width=6),
    BookColumn(header="金额（元）", key="amount", kind=BookKind.MONEY, width=12),
    BookColumn(header="状态", key="state", width=8),
    BookColumn(header="银行返回", key="outcome", width=13, wraps=True),
    BookColumn(header="说明与办法", key="note", width=24, wraps=True),
)
ARREARS_BOOK = (*ROW_BOOK, BookColumn(header="批次", key="batch", width=20))


def row_table(rows: Iterable[BatchRow], total: Total, selectable: RowState | None) -> Table:
    """The rows of a batch, numbers masked; the total is that of all rows shown by the filters."""
    return Table(
        caption="批次各行",
        columns=(
            Column("行号", is_number=True),
            Column("姓名"),
            Column("身份证号"),
            Column("账号"),
            Column("社区"),
            Column("类别"),
            Column("金额（元）", is_number=True),
            Column("状态"),
            Column("银行返回"),
            Column("说明与办法"),
        ),
        rows=[_payment_row(row, selectable) for row in rows],
        totals=(
            Cell(f"{total.rows:,}", is_number=True),
            Cell("合计"),
            *(Cell("") for _ in range(4)),
            Cell(money.yuan(total.fen), is_number=True),
            *(Cell("") for _ in range(3)),
        ),
        empty="没有符合条件的行",
        is_selectable=selectable is not None,
    )


def verification_table(
    rows: Iterable[BatchRow], ticked: Container[int], *, has_accounts: bool
) -> Table:
    """The rows of the own community with whole numbers: this desk works on them.

    Accounts stand there where a bank pays into them.
    """
    accounts = ("户名", "账号", "开户银行") if has_accounts else ()
    return Table(
        caption="本社区待核实人员",
        columns=(
            Column("行号", is_number=True),
            *map(Column, ("姓名", "身份证号", *accounts, "类别")),
            Column("金额（元）", is_number=True),
        ),
        rows=[
            Row(
                (
                    Cell(str(row.position), is_number=True),
                    Cell(row.name),
                    Cell(row.identity_number),
                    *(_account_cells(row) if has_accounts else ()),
                    Cell(kind_of(row)),
                    Cell(money.yuan(row.amount_fen), is_number=True),
                ),
                pk=row.pk,
                mark="warn" if _holder_note(row) else "",
                is_ticked=row.pk in ticked,
            )
            for row in rows
        ],
        empty="本社区没有需要核实的人员",
        cure="可能已经核实，或本批次没有本社区的人员。",
        is_selectable=True,
    )


def row_values(row: BatchRow) -> Mapping[str, object]:
    """One row for a workbook; the numbers are masked."""
    return {
        "position": row.position,
        "name": row.name,
        "identity": row.masked_identity,
        "community": row.region.name,
        "holder": row.account_holder,
        "account": row.masked_account if row.account_number else "",
        "kind": Kind(row.entitlement.kind).label,
        "year": str(row.entitlement.year or ""),
        "amount": row.amount_fen,
        "state": row.state_label,
        "outcome": row.outcome_code,
        "note": row.outcome_note,
        "batch": row.batch.number,
    }


def kind_of(row: BatchRow) -> str:
    """What a row pays: «2021年度缴费补助»."""
    kind, year = Kind(row.entitlement.kind), row.entitlement.year
    return f"{year}{kind.label}" if kind is Kind.YEARLY else kind.label


def _payment_row(row: BatchRow, selectable: RowState | None) -> Row:
    state = RowState(row.state)
    return Row(
        (
            Cell(str(row.position), is_number=True),
            Cell(row.name),
            Cell(row.masked_identity),
            Cell(row.masked_account if row.account_number else "—", note=_holder_note(row)),
            Cell(row.region.name),
            Cell(kind_of(row)),
            Cell(money.yuan(row.amount_fen), is_number=True),
            Cell(state.label, tone=ROW_TONES[state]),
            Cell(row.outcome_code or "—", url=_scan_url(row)),
            Cell(row.outcome_note or "—"),
        ),
        pk=row.pk if state is selectable else "",
        mark={"bad": "bad", "warn": "warn"}.get(ROW_TONES[state], ""),
    )


def _account_cells(row: BatchRow) -> tuple[Cell, ...]:
    return (
        Cell(row.account_holder or "—", note=_holder_note(row)),
        Cell(row.account_number or "—"),
        Cell(row.bank or "—"),
    )


def _scan_url(row: BatchRow) -> str:
    """The scan of the bank's document, where the bank paid late and the scan is there."""
    late = getattr(row, "late_success", None)
    if late is None or not late.scan:
        return ""
    return reverse("subsidies:late_success_scan", args=[row.batch_id, row.pk])


def _holder_note(row: BatchRow) -> str:
    """Who holds the account when it isn't the person."""
    if row.account_holder in ("", row.name):
        return ""
    return f"代领：{row.account_holder}"
