"""Disputes that a calculation finds: their sums are put aside from payment, or come free again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from pension.models import Officer
from pension.services import audit, numbering, steps
from pension.services.steps import Statement
from pension.vocabulary.posts import Desk
from subsidies.models import BatchRow, Dispute, DisputeEvent, Entitlement, TransferBatch
from subsidies.queries.ledger import CHUNK, Holding
from subsidies.services.batches import rows as batch_rows
from subsidies.services.contradictions import Contradiction
from subsidies.services.disputes.machine import DISPUTES
from subsidies.workflow.states import (
    OPEN_DISPUTES,
    BatchState,
    DisputeState,
    EntitlementState,
    RowState,
)

BEFORE_BANK = (*batch_rows.BEFORE_LOCK, BatchState.VERIFYING, *batch_rows.BEFORE_BANK)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Contradictions that can be ruled upon, each with the number of its dispute and its person."""

    found: Sequence[tuple[str, int, Contradiction]]


def prepare(
    found: Sequence[tuple[int, Contradiction]], district: str, *, by: Officer, at: datetime
) -> Prepared:
    """Put the batch rows of contradicted sums aside; leaves out what the bank has already.

    ``found`` are contradictions with their people.

    Call it with the people and their ledger locked, before anything is written to the audit trail:
    batches are locked here. A row under verification stays where it is, since its batch can't be
    locked any more while its sum waits for a ruling.
    """
    if not found:
        return Prepared(())
    moving = [one for _, one in found if one.held.is_moving]
    batches = _locked_batches(moving)
    free = [
        (person, one)
        for person, one in found
        if not one.held.is_moving or one.held.batch_id in batches
    ]
    series = f"CD{district}-{timezone.localtime(at).year}"
    numbers = numbering.reserve(series, len(free))
    _put_aside(moving, batches, by, at)
    return Prepared(
        tuple((f"{series}-{number:04d}", *one) for number, one in zip(numbers, free, strict=True))
    )


def open_all(
    prepared: Prepared, calculations: Mapping[int, int], *, by: Officer, at: datetime
) -> None:
    """Open the prepared disputes; ``calculations`` names the one that contradicts, by person."""
    if not prepared.found:
        return
    made = Dispute.objects.bulk_create(
        Dispute(
            number=number,
            entitlement_id=one.held.entitlement_id,
            calculation_id=calculations.get(person),
            found_fen=one.found_fen,
            found=one.decision.to_json() if one.decision else {},
            sentence=one.sentence,
            state=DisputeState.OPEN,
            state_since=at,
            opened_at=at,
        )
        for number, person, one in prepared.found
    )
    DisputeEvent.objects.bulk_create(
        DisputeEvent(
            record=one,
            step="arise",
            from_state="",
            to_state=one.state,
            desk=Desk.PREPARATION,
            round=1,
            officer=by,
            at=at,
            reason=one.sentence,
        )
        for one in made
    )
    _mark((one.entitlement_id for one in made), EntitlementState.DUE, EntitlementState.DISPUTED)
    deeds = [
        audit.Deed("转入待裁定", "dispute", one.pk, {"number": one.number, "note": one.sentence})
        for one in made
    ]
    audit.record_many(deeds, by=by, at=at)


def resolve(agreed: Iterable[Holding], *, by: Officer, at: datetime) -> None:
    """End the disputes about sums that are found due again: they come free.

    One that ``by`` has sat over at another desk waits on, for a calculation by somebody else.
    """
    sums = [held.entitlement_id for held in agreed]
    if not sums:
        return
    disputes = Dispute.objects.filter(entitlement__in=sums, state__in=OPEN_DISPUTES)
    found = dict(disputes.order_by("pk").values_list("pk", "entitlement_id"))
    says = Statement(facts={"agrees": True})
    ended = steps.take_many(DISPUTES, list(found), "resolve", by=by, at=at, says=says).done
    _mark((found[key] for key in ended), EntitlementState.DISPUTED, EntitlementState.DUE)


def _locked_batches(moving: Sequence[Contradiction]) -> dict[int, TransferBatch]:
    """The batches of contradicted sums that the bank doesn't have yet, locked, by key."""
    keys = {one.held.batch_id for one in moving if one.held.batch_id is not None}
    batches = TransferBatch.objects.filter(pk__in=keys, state__in=BEFORE_BANK)
    return {batch.pk: batch for batch in batches.select_for_update().order_by("pk")}


def _put_aside(
    moving: Sequence[Contradiction],
    batches: Mapping[int, TransferBatch],
    by: Officer,
    at: datetime,
) -> None:
    for key, batch in batches.items():
        sums = [one.held.entitlement_id for one in moving if one.held.batch_id == key]
        rows = list(
            BatchRow.objects.filter(batch=batch, entitlement__in=sums, state=RowState.PENDING)
        )
        batch_rows.put_aside(batch, rows, "重新核算有矛盾，待裁定", by=by, at=at)


def _mark(sums: Iterable[int], before: EntitlementState, after: EntitlementState) -> None:
    keys = list(sums)
    for start in range(0, len(keys), CHUNK):
        part = Entitlement.objects.filter(pk__in=keys[start : start + CHUNK], state=before)
        part.update(state=after)
