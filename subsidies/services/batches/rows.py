"""What becomes of single rows: taken out before the lock, put aside after it, sent back by a bank.

By hold a row leaves what is paid; what was locked stays, so that the rest needs no new audit.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from subsidies.models import BatchRow, RecoveryItem, TransferBatch
from subsidies.rules.answers import remedy_of
from subsidies.services import settlements
from subsidies.services.batches.machine import locked, sit_down
from subsidies.workflow.states import BatchState as S
from subsidies.workflow.states import RowState

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
BEFORE_LOCK = (S.DRAFT, S.VERIFIED)
BEFORE_BANK = (S.LOCKED, S.INSPECTED, S.APPROVED, S.RELEASED)
AFTER_BANK = (S.RETURNED, S.RECONCILED, S.CLOSED)
HOLDING_DESKS = {
    Post.PREPARE: Desk.PREPARATION,
    Post.INSPECT: Desk.INSPECTION,
    Post.DIRECTOR: Desk.APPROVAL,
    Post.CASHIER: Desk.CASHIER,
}


@transaction.atomic
def drop_rows(
    batch_id: int, row_ids: Sequence[int], *, note: str, by: Officer, at: datetime
) -> int:
    """Take rows out of a batch that isn't locked: what they pay is free for another batch."""
    reason = _said(note, "移出")
    batch = locked(batch_id, by)
    _insist_on_state(batch, BEFORE_LOCK, "移出", "锁定以后请用「暂缓」")
    _insist_on_post(by, Post.PREPARE)
    sit_down(batch, Desk.PREPARATION, by)
    rows = _rows(batch, row_ids, RowState.PENDING)
    drop(rows, reason)
    _note("移出批次行", rows, reason, by, at)
    return len(rows)


@transaction.atomic
def hold_rows(
    batch_id: int, row_ids: Sequence[int], *, note: str, by: Officer, at: datetime
) -> int:
    """Put rows of a locked batch aside before the bank gets it; the rest goes on unchanged."""
    reason = _said(note, "暂缓")
    batch = locked(batch_id, by)
    _insist_on_state(batch, BEFORE_BANK, "暂缓", "锁定以前请用「移出」，送银行以后等待回盘")
    _insist_on_post(by, *HOLDING_DESKS)
    sit_down(batch, next(desk for post, desk in HOLDING_DESKS.items() if by.holds(post)), by)
    rows = _rows(batch, row_ids, RowState.PENDING)
    _update(rows, state=RowState.HELD, outcome_note=reason)
    _note("暂缓发放", rows, reason, by, at)
    return len(rows)


@transaction.atomic
def record_sent_back(
    batch_id: int, row_ids: Sequence[int], *, note: str, by: Officer, at: datetime
) -> int:
    """Note that payments came back after they were made: what they paid is due again.

    Also for a closed batch, whose equation then moves the amounts from 已发 to 退回. Refused while
    a payment is claimed back, or once it was: then the money came back on that way.
    """
    reason = _said(note, "退回")
    batch = locked(batch_id, by)
    _insist_on_state(batch, AFTER_BANK, "登记退回", "回盘以后才能登记")
    _insist_on_post(by, Post.RECONCILE)
    sit_down(batch, Desk.RECONCILIATION, by)
    rows = _rows(batch, row_ids, RowState.PAID)
    paid = [row.entitlement_id for row in rows]
    reopened = settlements.reopen_many(paid)
    _refuse_claimed(paid)  # asked with the ledger locked: nobody claims them meanwhile
    _update(
        rows,
        state=RowState.RETURNED,
        outcome_code=reason[:60],
        outcome_note=remedy_of(reason).cure,
        answered_at=at,
    )
    if batch.state == S.CLOSED and reopened != len(rows):
        raise CaseError("所选的行有的款项已追回或作废，不能再登记退回，请核对")
    _note("登记退回", rows, reason, by, at)
    return len(rows)


def put_aside(
    batch: TransferBatch, rows: Sequence[BatchRow], reason: str, *, by: Officer, at: datetime
) -> None:
    """Keep rows of a locked batch from being paid, whatever desk it is at; nobody sits down for it.

    Before the lock they leave the batch, after it they are held. While communities verify they
    stay: the batch isn't frozen as long as they are in.
    """
    if rows and batch.state in BEFORE_LOCK:
        drop(rows, reason)
        _note("移出批次行", rows, reason, by, at)
    elif rows and batch.state in BEFORE_BANK:
        _update(rows, state=RowState.HELD, outcome_note=reason)
        _note("暂缓发放", rows, reason, by, at)


def drop(rows: Sequence[BatchRow], note: str) -> None:
    """Take rows out; the failed rows that they were paid again for wait for another batch."""
    _update(rows, state=RowState.DROPPED, outcome_note=note, row_hash="", reissue_of=None)


def drop_all(rows: QuerySet[BatchRow], note: str = "") -> None:
    """Take all these rows out; an empty note leaves each with its own."""
    said = {"outcome_note": note} if note else {}
    rows.update(state=RowState.DROPPED, row_hash="", reissue_of=None, **said)


def _rows(batch: TransferBatch, row_ids: Iterable[int], state: RowState) -> list[BatchRow]:
    """The rows of a locked batch, all in one state; refuses when one of them isn't."""
    keys = sorted(set(row_ids))
    if not keys:
        raise CaseError("请先勾选要办理的行")
    rows: list[BatchRow] = []
    for start in range(0, len(keys), CHUNK):
        found = batch.rows.filter(pk__in=keys[start : start + CHUNK], state=state)
        rows += found.order_by("position")
    if len(rows) != len(keys):
        raise CaseError(f"所选的行有的已不是「{state.label}」，请刷新页面后重新勾选")
    return rows


def _update(rows: Sequence[BatchRow], **columns: object) -> None:
    keys = [row.pk for row in rows]
    for start in range(0, len(keys), CHUNK):
        BatchRow.objects.filter(pk__in=keys[start : start + CHUNK]).update(**columns)


def _said(note: str, deed: str) -> str:
    if not note.strip():
        raise CaseError(f"请填写{deed}的理由")
    return note.strip()[:200]


def _refuse_claimed(entitlement_ids: Sequence[int]) -> None:
    for start in range(0, len(entitlement_ids), CHUNK):
        part = entitlement_ids[start : start + CHUNK]
        claim = RecoveryItem.objects.filter(entitlement__in=part, is_live=True).first()
        if claim is not None:
            raise CaseError(
                f"{claim.label}已提出追回{claim.recovery.number}，请先撤销追回，再登记退回"
            )


def _insist_on_state(batch: TransferBatch, states: Sequence[S], deed: str, cure: str) -> None:
    if batch.state not in states:
        raise CaseError(f"批次当前为「{batch.state_label}」，不能{deed}，{cure}")


def _insist_on_post(by: Officer, *posts: Post) -> None:
    if not by.holds(*posts):
        names = "、".join(post.label for post in posts)
        raise CaseError(f"由「{names}」岗位办理")


def _note(deed: str, rows: Sequence[BatchRow], note: str, by: Officer, at: datetime) -> None:
    """One entry for all rows of a deed, on their batch."""
    detail = {
        "rows": [row.position for row in rows],
        "fen": sum(row.amount_fen for row in rows),
        "note": note,
    }
    audit.record(audit.Deed(deed, "batch", rows[0].batch_id, detail), by=by, at=at)
