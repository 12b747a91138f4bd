"""A batch on its way to the bank: who may take which step, what is frozen, what is found."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from pension.models import AuditEntry
from pension.services import steps
from pension.services.steps import Statement
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from subsidies.models import (
    BatchDesk,
    BatchEvent,
    BatchRow,
    TransferBatch,
)
from subsidies.queries.batches.soundness import is_intact
from subsidies.services import batches
from subsidies.services.batches import BATCHES
from subsidies.workflow.batches import ALL_BATCH_STEPS
from subsidies.workflow.states import BatchState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, draft, due
from tests.factories.kernel import OfficerFactory, holder

pytestmark = pytest.mark.django_db
S = BatchState
UNLOCKED = (S.DRAFT, S.VERIFYING, S.VERIFIED, S.CANCELLED)
AUDITED = {S.LOCKED: "inspect", S.INSPECTED: "approve", S.APPROVED: "release"}


def force(batch: TransferBatch, state: BatchState) -> None:
    """Put a batch into a state, with the facts that the state needs, past every rule."""
    TransferBatch.objects.filter(pk=batch.pk).update(
        state=state,
        rows_hash="" if state in UNLOCKED else "0" * 64,
        locked_count=1,
        locked_fen=100_000,
        export_name="名册.xlsx",
        receipt_number="回单",
    )


def test_a_batch_goes_from_drawing_up_to_release_by_six_officers() -> None:
    due()

    batch = batch_in(S.RELEASED)

    events = BatchEvent.objects.filter(record=batch)
    assert list(events.values_list("step", flat=True)) == [
        "draft",
        "submit",
        "verify",
        "lock",
        "inspect",
        "approve",
        "release",
    ]
    assert events.values("officer").distinct().count() == 5


@pytest.mark.parametrize("step", ALL_BATCH_STEPS)
def test_a_step_is_refused_in_every_state_but_its_own(step: str) -> None:
    crew = Crew()
    due()
    batch = draft(crew)
    says = Statement("理由")

    for state in set(BatchState) - ALL_BATCH_STEPS[step].frm:
        force(batch, state)
        with pytest.raises(CaseError, match="不能办理"):
            steps.take(BATCHES, batch.pk, step, by=crew.preparer, at=NOON, says=says)
        batch.refresh_from_db()
        assert batch.state == state


@pytest.mark.parametrize("state", AUDITED)
def test_a_superuser_without_the_post_is_refused(state: BatchState) -> None:
    due()
    batch = batch_in(state)

    with pytest.raises(CaseError, match="岗位办理"):
        batches.go(batch.pk, AUDITED[state], by=OfficerFactory(is_superuser=True), at=NOON)


def test_whoever_inspected_a_batch_may_not_approve_it() -> None:
    due()
    both = OfficerFactory(posts=[Post.INSPECT, Post.DIRECTOR])
    crew = Crew(inspector=both, director=both)

    with pytest.raises(CaseError, match="同一人"):
        batch_in(S.APPROVED, crew)

    assert TransferBatch.objects.get().state == S.INSPECTED


def test_the_database_refuses_a_second_desk() -> None:
    due()
    crew = Crew()
    batch = batch_in(S.INSPECTED, crew)

    with pytest.raises(IntegrityError), transaction.atomic():
        BatchDesk.objects.create(record=batch, officer=crew.inspector, desk=Desk.APPROVAL)


def test_a_second_click_takes_no_second_step() -> None:
    due()
    crew = Crew()
    batch = batch_in(S.INSPECTED, crew)

    with pytest.raises(CaseError, match="不能办理「稽核通过」"):
        batches.go(batch.pk, "inspect", by=crew.inspector, at=NOON)

    assert BatchEvent.objects.filter(record=batch, step="inspect").count() == 1


def test_the_lock_freezes_count_sum_and_every_row() -> None:
    due(100_001)
    due(200_002)

    batch = batch_in(S.LOCKED)

    assert (batch.locked_count, batch.locked_fen) == (2, 300_003)
    assert batch.rows_hash == batch.rows.order_by("position").last().row_hash
    assert is_intact(batch)
    detail = AuditEntry.objects.get(action="锁定名册").detail
    assert detail["rows_hash"] == batch.rows_hash


def _more_money(batch: TransferBatch) -> None:
    BatchRow.objects.filter(batch=batch, position=1).update(amount_fen=999_999)


def _another_account(batch: TransferBatch) -> None:
    BatchRow.objects.filter(batch=batch, position=1).update(account_number="62230000000000009")


def _a_row_less(batch: TransferBatch) -> None:
    BatchRow.objects.filter(batch=batch, position=2).delete()


def _a_row_more(batch: TransferBatch) -> None:
    late = due()
    row = BatchRow.objects.get(batch=batch, position=2)
    row.pk, row.entitlement, row.position = None, late, 3
    row.save(force_insert=True)


def _two_exchanged(batch: TransferBatch) -> None:
    rows = BatchRow.objects.filter(batch=batch)
    rows.filter(position=1).update(position=3)
    rows.filter(position=2).update(position=1)


@pytest.mark.parametrize("state", AUDITED)
@pytest.mark.parametrize(
    "tamper", [_more_money, _another_account, _a_row_less, _a_row_more, _two_exchanged]
)
def test_a_row_tampered_with_after_the_lock_stops_every_desk(
    state: BatchState, tamper: Callable[[TransferBatch], None]
) -> None:
    due()
    due()
    crew = Crew()
    batch = batch_in(state, crew)
    step = AUDITED[state]

    tamper(batch)

    with pytest.raises(CaseError, match="与锁定时的校验值不符"):
        batches.go(batch.pk, step, by=crew.who_takes(step), at=NOON)
    batch.refresh_from_db()
    assert batch.state == state


def test_an_empty_batch_is_not_submitted() -> None:
    due()
    crew = Crew()
    batch = draft(crew)
    batches.drop_rows(batch.pk, [batch.rows.get().pk], note="暂不发", by=crew.preparer, at=NOON)

    with pytest.raises(CaseError, match="批次内没有可发放的行"):
        batches.go(batch.pk, "submit", by=crew.preparer, at=NOON)


def test_another_district_does_not_know_the_batch() -> None:
    due()
    batch = batch_in(S.LOCKED)
    stranger = holder(Post.AGRICULTURE)

    with pytest.raises(TransferBatch.DoesNotExist):
        batches.go(batch.pk, "inspect", by=stranger, at=NOON)
