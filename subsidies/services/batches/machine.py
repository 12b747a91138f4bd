"""Binds the step table of batches to their tables and gathers what its guards ask for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pension.models import Officer
from pension.services.steps import Facts, Machine
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk
from pension.vocabulary.transitions import Check, Subject, checks
from subsidies.models import BatchDesk, BatchEvent, TransferBatch
from subsidies.queries.batches.soundness import communities_left, is_intact, lapsed_rows
from subsidies.queries.batches.sums import BatchSums, sums_of
from subsidies.workflow.batches import ALL_BATCH_STEPS, INTACT_ASKED_IN, LAPSED_ASKED_IN
from subsidies.workflow.states import BatchState, RowState


def batch_facts(batches: Sequence[TransferBatch]) -> Facts:
    """Everything that the guards of the batch table may ask."""
    counted = sums_of([batch.pk for batch in batches])
    left = communities_left(batches)
    return {
        batch.pk: _facts(batch, counted[batch.pk]) | {"communities_left": len(left[batch.pk])}
        for batch in batches
    }


BATCHES = Machine(
    name="batch",
    record=TransferBatch,
    event=BatchEvent,
    holding=BatchDesk,
    states=BatchState,
    table=ALL_BATCH_STEPS,
    facts=batch_facts,
)


def locked(batch_id: int, by: Officer) -> TransferBatch:
    """The batch, locked until the transaction ends; it doesn't exist for whom may not see it."""
    visible = TransferBatch.objects.visible_to(by).select_related("region", "bank_format")
    return visible.select_for_update(of=("self",)).get(pk=batch_id)


def asked_facts(batch: TransferBatch, step_name: str) -> Mapping[str, Any]:
    """What the guards of a step may ask; nothing is looked up for a step without guards."""
    return batch_facts([batch])[batch.pk] if ALL_BATCH_STEPS[step_name].guards else {}


def conditions(
    batch: TransferBatch, step_name: str, *, by: Officer, facts: Mapping[str, Any] | None = None
) -> list[Check]:
    """The conditions of a step; ``facts`` are those that its guards ask for, where known."""
    desks = BatchDesk.objects.filter(record=batch, officer=by).values_list("desk", flat=True)
    subject = Subject(
        state=BatchState(batch.state),
        desks_of_actor=frozenset(Desk(desk) for desk in desks),
        facts=asked_facts(batch, step_name) if facts is None else facts,
    )
    return checks(ALL_BATCH_STEPS[step_name], subject, by.actor)


def insist(found: Sequence[Check]) -> None:
    """Refuse with every condition that isn't met."""
    unmet = [check for check in found if not check.met]
    if unmet:
        raise CaseError(
            *(f"{one.text}（{one.remedy}）" if one.remedy else one.text for one in unmet)
        )


def sit_down(batch: TransferBatch, desk: Desk, by: Officer) -> None:
    """Note that an officer acts at a desk on a batch; refused at a second one."""
    held, _ = BatchDesk.objects.get_or_create(record=batch, officer=by, defaults={"desk": desk})
    if held.desk != desk:
        raise CaseError(
            f"您已在「{Desk(held.desk).label}」环节办理过，同一人不得再在「{desk.label}」环节办理"
        )


def note_drawn_up(batch: TransferBatch, by: Officer, at: datetime) -> None:
    """Note who drew a new batch up: its first event."""
    sit_down(batch, Desk.PREPARATION, by)
    BatchEvent.objects.create(
        record=batch,
        step="draft",
        from_state="",
        to_state=batch.state,
        desk=Desk.PREPARATION,
        round=batch.round,
        officer=by,
        at=at,
    )


def _facts(batch: TransferBatch, counted: BatchSums) -> dict[str, Any]:
    accounted = counted.accounted.fen
    return {
        "row_count": counted.of(RowState.PENDING).rows,
        "rows_intact": batch.state in INTACT_ASKED_IN and is_intact(batch),
        "difference_fen": (batch.locked_fen or 0) - accounted,
        "pending_rows": counted.of(RowState.PENDING).rows,
        "export_file": batch.export_name,
        "lapsed_rows": lapsed_rows(batch).count() if batch.state in LAPSED_ASKED_IN else 0,
    }
