"""The bank's answers: each row gets its result once, a receipt counts once."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from pension.models import Officer, Upload
from pension.services import audit, steps
from pension.services.steps import Statement
from pension.vocabulary import money
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from subsidies.models import BankReturn, BatchRow, TransferBatch
from subsidies.queries.batches.sums import Total, sums
from subsidies.services.batches.machine import BATCHES, locked, sit_down
from subsidies.workflow.states import BatchState as S
from subsidies.workflow.states import RowState

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
ANSWERS = (RowState.PAID, RowState.FAILED, RowState.RETURNED)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank says of a row: paid, failed or sent back, in its words, and what to do."""

    row_id: int
    state: RowState
    words: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The number of the bank's receipt and the file that it came with."""

    number: str
    upload: Upload


@transaction.atomic
def take_return(
    batch_id: int, answers: Sequence[Answer], receipt: Receipt, *, by: Officer, at: datetime
) -> int:
    """Take in answers that came with a receipt; returns how many rows had none until now.

    The first ones move the batch to «待核对». A row that has its answer keeps it. Refused: a
    batch that isn't at the bank, a receipt that another file came with.
    """
    batch = locked(batch_id, by)
    _insist_on_receipt(batch, receipt)
    if batch.state == S.EXPORTED:
        says = Statement(columns={"receipt_number": receipt.number})
        steps.take(BATCHES, batch.pk, "take_return", by=by, at=at, says=says)
    else:
        _insist_on_reconciler(batch, by)
    counted = _answer(batch, answers, at)
    _note_return(batch, receipt, counted, by, at)
    return counted.total()


@transaction.atomic
def confirm_rest(batch_id: int, stated: Total, *, by: Officer, at: datetime) -> TransferBatch:
    """Note rows that the bank's file doesn't name as paid: many banks list only what failed.

    ``stated`` is what the bank's receipt says of them: it must be their very count and sum.
    """
    batch = locked(batch_id, by)
    _insist_on_reconciler(batch, by)
    rest = sums(batch).of(RowState.PENDING)
    if not rest.rows:
        raise CaseError("各行都已有银行结果，不必再登记")
    if stated != rest:
        raise CaseError(
            f"回单载明 {stated.rows} 行、{money.yuan(stated.fen)} 元，"
            f"而未返回结果的有 {rest.rows} 行、{money.yuan(rest.fen)} 元，两者不符，请与银行核对"
        )
    batch.rows.filter(state=RowState.PENDING).update(
        state=RowState.PAID, outcome_code="按回单确认成功", answered_at=at
    )
    detail = {"rows": rest.rows, "fen": rest.fen, "receipt": batch.receipt_number}
    audit.record(audit.Deed("按回单确认其余行成功", "batch", batch.pk, detail), by=by, at=at)
    return batch


def _answer(batch: TransferBatch, answers: Sequence[Answer], at: datetime) -> Counter[RowState]:
    """Write the answers, those with the same words together; counts what was new."""
    alike: dict[tuple[RowState, str, str], list[int]] = defaultdict(list)
    for one in answers:
        alike[one.state, one.words, one.remedy].append(one.row_id)
    counted: Counter[RowState] = Counter()
    for (state, words, remedy), keys in alike.items():
        for start in range(0, len(keys), CHUNK):
            rows = BatchRow.objects.filter(
                batch=batch, pk__in=keys[start : start + CHUNK], state=RowState.PENDING
            )
            counted[state] += rows.update(
                state=state, outcome_code=words[:60], outcome_note=remedy, answered_at=at
            )
    return counted


def _note_return(
    batch: TransferBatch, receipt: Receipt, counted: Counter[RowState], by: Officer, at: datetime
) -> None:
    """Count what a receipt brought; a long file comes in several parts."""
    BankReturn.objects.get_or_create(
        upload=receipt.upload,
        defaults={
            "batch": batch,
            "receipt_number": receipt.number,
            "paid_count": 0,
            "failed_count": 0,
            "returned_count": 0,
            "by": by,
            "at": at,
        },
    )
    paid, failed, returned = (counted[state] for state in ANSWERS)
    BankReturn.objects.filter(upload=receipt.upload).update(
        paid_count=F("paid_count") + paid,
        failed_count=F("failed_count") + failed,
        returned_count=F("returned_count") + returned,
    )
    detail = {"receipt": receipt.number, "paid": paid, "failed": failed, "returned": returned}
    audit.record(audit.Deed("登记银行回盘", "batch", batch.pk, detail), by=by, at=at)


def _insist_on_receipt(batch: TransferBatch, receipt: Receipt) -> None:
    if not receipt.number.strip():
        raise CaseError("请填写银行回单号")
    other = BankReturn.objects.filter(batch=batch, receipt_number=receipt.number)
    if other.exclude(upload=receipt.upload).exists():
        raise CaseError(f"回单 {receipt.number} 已经登记过，不必重复登记")


def _insist_on_reconciler(batch: TransferBatch, by: Officer) -> None:
    if batch.state != S.RETURNED:
        raise CaseError(f"批次当前为「{batch.state_label}」，不能登记回盘")
    if not by.holds(Post.RECONCILE):
        raise CaseError(f"由「{Post.RECONCILE.label}」岗位办理")
    sit_down(batch, Desk.RECONCILIATION, by)
