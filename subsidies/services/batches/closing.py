"""Closing a batch: what was paid is settled, the rest waits to be paid again."""

from datetime import datetime

from django.db import transaction

from pension.models import Officer
from pension.services import audit, steps
from pension.vocabulary.errors import CaseError
from subsidies.models import TransferBatch
from subsidies.queries.batches.sums import sums
from subsidies.services import settlements
from subsidies.services.batches.machine import BATCHES, conditions, insist, locked
from subsidies.workflow.states import RowState


@transaction.atomic
def close(batch_id: int, *, by: Officer, at: datetime) -> TransferBatch:
    """Close a batch whose equation holds.

    Entitlements of paid rows are settled in the same transaction; those of failed, returned and
    held rows stay due, are listed as 待补发 and may enter a later batch.
    """
    batch = locked(batch_id, by)
    insist(conditions(batch, "close", by=by))
    # The ledger is locked before the audit trail, as calculations do: neither waits for the other.
    paid = batch.rows.filter(state=RowState.PAID).order_by("pk")
    keys = list(paid.values_list("entitlement_id", flat=True))
    settled = settlements.settle_many(keys, at=at)
    if settled != len(keys):
        raise CaseError("有已发的款项不再是应补状态，批次没有关闭，请先查明原因")
    steps.take(BATCHES, batch.pk, "close", by=by, at=at)
    counted = sums(batch)
    again = counted.of(RowState.FAILED, RowState.RETURNED, RowState.HELD)
    detail = {"settled": settled, "again": again.rows, "again_fen": again.fen}
    audit.record(audit.Deed("批次结清", "batch", batch.pk, detail), by=by, at=at)
    return batch
