"""The way of a batch from drawing up to release, and every way back."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F

from pension.models import Officer
from pension.services import audit, bulk, steps
from pension.services.steps import Statement
from pension.vocabulary.errors import CaseError
from subsidies.models import BatchRow, TransferBatch
from subsidies.queries.batches.soundness import standing_rows
from subsidies.rules.fingerprints import START, FrozenRow, fingerprint
from subsidies.services.batches.machine import BATCHES, locked
from subsidies.services.batches.rows import drop_all
from subsidies.workflow.batches import WAYS_BACK
from subsidies.workflow.states import RowState

CHUNK = 2000
PLAIN_STEPS = frozenset({"submit", "inspect", "approve", "release", "reconcile"})
SEND_BACKS = frozenset(WAYS_BACK) - {"cancel"}


@transaction.atomic
def go(batch_id: int, step_name: str, *, by: Officer, at: datetime) -> TransferBatch:
    """Take one of ``PLAIN_STEPS``: those that write nothing beside the state.

    Refused by whatever the step table says: state, post, desk, rows changed since the lock.
    """
    batch = locked(batch_id, by)
    if step_name not in PLAIN_STEPS:
        raise CaseError("没有这个步骤")
    steps.take(BATCHES, batch.pk, step_name, by=by, at=at)
    return batch


@transaction.atomic
def lock(batch_id: int, *, by: Officer, at: datetime) -> TransferBatch:
    """Freeze the rows: each gets its fingerprint, the batch their count, sum and last one."""
    batch = locked(batch_id, by)
    count = total_fen = 0
    last = START
    for rows in _chunks(batch):
        hashes = []
        for key, row in rows:
            last = fingerprint(batch.number, last, row)
            hashes.append((last, key))
            count, total_fen = count + 1, total_fen + row.amount_fen
        bulk.update(BatchRow, ("row_hash",), hashes)
    columns = {"rows_hash": last, "locked_count": count, "locked_fen": total_fen}
    steps.take(BATCHES, batch.pk, "lock", by=by, at=at, says=Statement(columns=columns))
    audit.record(audit.Deed("锁定名册", "batch", batch.pk, columns), by=by, at=at)
    return batch


@transaction.atomic
def send_back(
    batch_id: int, step_name: str, *, reason: str, by: Officer, at: datetime
) -> TransferBatch:
    """Send a batch back to be drawn up anew: unlocked, to be verified anew in a new round.

    What was put aside leaves the batch with its reason; what it pays is free for another one.
    """
    batch = locked(batch_id, by)
    if step_name not in SEND_BACKS:
        raise CaseError("没有这个步骤")
    drop_all(batch.rows.filter(state=RowState.HELD))
    batch.rows.exclude(row_hash="").update(row_hash="")
    columns = {
        "round": F("round") + 1,
        "rows_hash": "",
        "locked_count": None,
        "locked_fen": None,
        "export_name": "",
    }
    says = Statement(reason=reason, columns=columns)
    steps.take(BATCHES, batch.pk, step_name, by=by, at=at, says=says)
    return batch


@transaction.atomic
def cancel(batch_id: int, *, reason: str, by: Officer, at: datetime) -> TransferBatch:
    """Give a batch up before it is locked: what its rows pay is free for another one."""
    batch = locked(batch_id, by)
    drop_all(batch.rows.filter(state=RowState.PENDING), f"批次作废，{reason.strip()}"[:200])
    steps.take(BATCHES, batch.pk, "cancel", by=by, at=at, says=Statement(reason=reason))
    return batch


def _chunks(batch: TransferBatch) -> Iterator[list[tuple[int, FrozenRow]]]:
    """Keys and frozen values of the standing rows in their order, some thousands at a time."""
    rows = standing_rows(batch).values_list("pk", *FrozenRow._fields)
    reached = 0
    while part := [
        (key, FrozenRow(*frozen)) for key, *frozen in rows.filter(position__gt=reached)[:CHUNK]
    ]:
        yield part
        reached = part[-1][1].position
