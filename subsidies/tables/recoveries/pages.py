"""The tables of a recovery's page: what it rests on, its plan, what came back."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from pension.tables import Cell, Column, Row, Table
from pension.vocabulary.money import yuan
from subsidies.models import Receipt, Recovery, SetOff
from subsidies.queries.recoveries import parts_of
from subsidies.rules.recovery_plans import open_parts
from subsidies.rules.vocabulary import Ground, Kind, ReturnChannel


def working_table(recovery: Recovery) -> Table:
    """Every payment that was too much with its working, and the sum."""
    rows = []
    for item in recovery.items.select_related("entitlement"):
        *steps, last = item.working
        rows += [_working_row(item.label, line) for line in steps]
        rows.append(_working_row(item.label, last, Ground(item.ground).label))
    total = Row(
        (
            Cell("应追回合计"),
            Cell(""),
            Cell(""),
            Cell(yuan(recovery.amount_fen), is_number=True),
        ),
        mark="result",
    )
    return Table(
        caption="多付多少",
        columns=(
            Column("款项"),
            Column("步骤"),
            Column("怎样算"),
            Column("金额（元）", is_number=True),
        ),
        rows=[*rows, total],
    )


def plan_table(recovery: Recovery, today: date) -> Table:
    """Each part with its day, and what is still open of it; overdue in words."""
    plan = parts_of(recovery)
    still = open_parts(plan, recovery.amount_fen, recovery.received_fen)
    is_served = bool(recovery.served_on)
    return Table(
        caption="退回计划",
        columns=(
            Column("期次"),
            Column("期限"),
            Column("应退（元）", is_number=True),
            Column("未退（元）", is_number=True),
            Column("状态"),
        ),
        rows=[
            Row(
                (
                    Cell(f"第{number}期"),
                    Cell(part.due_on.isoformat()),
                    Cell(yuan(part.amount_fen), is_number=True),
                    Cell(yuan(left), is_number=True),
                    _part_state(left, is_served=is_served, is_past=part.due_on < today),
                )
            )
            for number, (part, left) in enumerate(zip(plan, still, strict=True), 1)
        ],
        totals=(
            Cell("合计"),
            Cell(""),
            Cell(yuan(sum(part.amount_fen for part in plan)), is_number=True),
            Cell(yuan(sum(still)), is_number=True),
            Cell(""),
        ),
        empty="没有分期",
        cure="抵扣的在应补款项产生后办理；还没有拟定的，请先拟定追回方式。",
    )


def returns_table(recovery: Recovery) -> Table:
    """What came back: receipts, voided ones too, and sums that were set off."""
    receipts = recovery.receipts.select_related("noted_by")
    set_offs = recovery.set_offs.select_related("entitlement", "noted_by")
    return Table(
        caption="退款与抵扣",
        columns=(
            Column("日期"),
            Column("渠道"),
            Column("凭证或款项"),
            Column("金额（元）", is_number=True),
            Column("状态"),
            Column("登记人"),
        ),
        rows=[*map(_receipt_row, receipts), *map(_set_off_row, set_offs)],
        totals=(
            Cell("已追回"),
            Cell(""),
            Cell(""),
            Cell(yuan(recovery.received_fen), is_number=True),
            Cell(""),
            Cell(""),
        ),
        empty="还没有收到退款",
        cure="决定送达以后，由「出纳放行」岗位登记。",
    )


def _receipt_row(one: Receipt) -> Row:
    return Row(
        (
            Cell(one.received_on.isoformat()),
            Cell(ReturnChannel(one.channel).label),
            Cell(one.voucher_number, url=_scan_url(one)),
            Cell(yuan(one.amount_fen), is_number=True),
            Cell(f"已作废：{one.void_reason}" if one.voided_at else "已入账"),
            Cell(one.noted_by.name),
        ),
        mark="warn" if one.voided_at else "",
    )


def _scan_url(one: Receipt) -> str:
    """The scan of the voucher, where one was uploaded."""
    if not one.scan:
        return ""
    return reverse("subsidies:receipt_scan", args=[one.recovery_id, one.pk])


def _set_off_row(one: SetOff) -> Row:
    return Row(
        (
            Cell(timezone.localdate(one.noted_at).isoformat()),
            Cell("抵扣"),
            Cell(Kind(one.entitlement.kind).of(one.entitlement.year)),
            Cell(yuan(one.amount_fen), is_number=True),
            Cell("整笔抵扣，视同已发放"),
            Cell(one.noted_by.name),
        )
    )


def _working_row(label: str, line: dict[str, object], note: str = "") -> Row:
    fen = line["amount_fen"]
    return Row(
        (
            Cell(label),
            Cell(str(line["label"])),
            Cell(str(line["formula"]), note=note),
            Cell(yuan(fen) if isinstance(fen, int) else "—", is_number=True),
        )
    )


def _part_state(left_fen: int, *, is_served: bool, is_past: bool) -> Cell:
    if not left_fen:
        return Cell("已退", tone="ok")
    if not is_served:
        return Cell("未送达", tone="plain")
    return Cell("逾期未退", tone="bad") if is_past else Cell("未到期", tone="plain")
