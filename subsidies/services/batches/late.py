"""What a bank pays after it has reported the row as failed: noted once, and never paid twice."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from enrollment.services import scans
from pension.models import Officer
from pension.services import audit
from pension.vocabulary import money
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from subsidies.models import BatchRow, Entitlement, LateSuccess, TransferBatch
from subsidies.services import settlements
from subsidies.services.batches.machine import locked, sit_down
from subsidies.services.batches.rows import AFTER_BANK, BEFORE_BANK
from subsidies.workflow.states import LIVE_ROWS, BatchState, EntitlementState, RowState

LATE = "迟到成功"
SCANS = "bank-papers"


@dataclass(frozen=True, slots=True)
class BankPaper:
    """The bank's document of a late payment; its scan may be missing."""

    number: str
    scan: UploadedFile | None = None


@transaction.atomic
def record_late_success(
    batch_id: int, position: int, paper: BankPaper, *, by: Officer, at: datetime
) -> BatchRow:
    """Note that the bank paid a row after all which it had reported as failed.

    In a closed batch the amount is settled at once, else when the batch is closed. Refused: a row
    that didn't fail, no document number, an amount that stands in another batch (put it aside
    there first) or was paid there, or that was cancelled: then the bank has paid too much.
    """
    batch = locked(batch_id, by)
    _insist(batch, paper, by)
    row = batch.rows.filter(position=position, state=RowState.FAILED).first()
    if row is None:
        raise CaseError(f"第{position}行不是「{RowState.FAILED.label}」，不能登记{LATE}")
    entitlement = Entitlement.objects.select_for_update().get(pk=row.entitlement_id)
    _refuse_paid_twice(row, entitlement)
    _keep(row, paper, by, at)
    if batch.state == BatchState.CLOSED:
        settlements.settle_many([entitlement.pk], at=at)
    detail = {"rows": [row.position], "fen": row.amount_fen, "receipt": paper.number}
    audit.record(audit.Deed(f"登记{LATE}", "batch", batch.pk, detail), by=by, at=at)
    return row


def _insist(batch: TransferBatch, paper: BankPaper, by: Officer) -> None:
    if batch.state not in AFTER_BANK:
        raise CaseError(f"批次当前为「{batch.state_label}」，不能登记{LATE}，回盘以后才能登记")
    if not by.holds(Post.RECONCILE):
        raise CaseError(f"由「{Post.RECONCILE.label}」岗位办理")
    if not paper.number.strip():
        raise CaseError("请填写银行凭证号")
    sit_down(batch, Desk.RECONCILIATION, by)


def _refuse_paid_twice(row: BatchRow, entitlement: Entitlement) -> None:
    """Refuse while another row pays, or has paid, the same amount; the ledger is locked."""
    again = BatchRow.objects.filter(entitlement=entitlement, state__in=LIVE_ROWS)
    other = again.select_related("batch").first()
    if other is not None:
        raise CaseError(_paid_elsewhere(other))
    if entitlement.state == EntitlementState.DISPUTED:
        raise CaseError(f"这笔{money.yuan(row.amount_fen)}元待裁定，请先裁定，再登记{LATE}")
    if entitlement.state != EntitlementState.DUE:
        reason = entitlement.cancel_reason or entitlement.get_state_display()
        raise CaseError(
            f"这笔{money.yuan(row.amount_fen)}元已不再应补（{reason}），"
            f"银行支付的{money.yuan(row.amount_fen)}元属多付，应予追回，请按“银行重复支付”提出追回"
        )


def _paid_elsewhere(other: BatchRow) -> str:
    """Where the same amount is paid again, and what to do first."""
    where = f"批次{other.batch.number}第{other.position}行"
    if other.state == RowState.PAID:
        fen = money.yuan(other.amount_fen)
        return (
            f"这笔款已由{where}补发，银行又支付了一次，"
            f"多付{fen}元，应予追回，请按“银行重复支付”提出追回"
        )
    if other.batch.state in BEFORE_BANK:
        return f"这笔款正由{where}补发，请先在该批次将这一行暂缓，再登记{LATE}"
    if other.batch.state in AFTER_BANK or other.batch.state == BatchState.EXPORTED:
        return f"这笔款已由{where}送银行补发，请等该批次有了银行结果再办理"
    return f"这笔款正由{where}补发，请先在该批次将这一行移出，再登记{LATE}"


def _keep(row: BatchRow, paper: BankPaper, by: Officer, at: datetime) -> None:
    number = paper.number.strip()
    LateSuccess.objects.create(
        row=row,
        failed_with=row.outcome_code,
        document_number=number,
        scan=scans.keep(paper.scan, SCANS, at=at) if paper.scan else "",
        by=by,
        at=at,
    )
    BatchRow.objects.filter(pk=row.pk).update(
        state=RowState.PAID,
        outcome_code=LATE,
        outcome_note=f"银行凭证{number}",
        answered_at=at,
    )
