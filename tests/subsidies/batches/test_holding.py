"""Rows put aside after the lock, and batches that are sent back to be drawn up anew."""

import pytest

from enrollment.models import Case
from enrollment.workflow.states import CaseState
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from subsidies.models import (
    BatchDesk,
)
from subsidies.queries.batches.soundness import is_intact
from subsidies.services import batches
from subsidies.workflow.states import BatchState, RowState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, due
from tests.factories.kernel import OfficerFactory, holder

pytestmark = pytest.mark.django_db
S = BatchState


def test_what_lapsed_after_the_lock_stops_the_batch_until_it_is_put_aside() -> None:
    lapsed = due()
    due()
    crew = Crew()
    batch = batch_in(S.LOCKED, crew)
    Case.objects.filter(person=lapsed.person).update(
        state=CaseState.SECOND_CHECK, confirmed_at=None
    )

    with pytest.raises(
        CaseError,
        match="有 1 行的核定、身份确认或收款账户已失效，.*（先将这些行移出或暂缓）",
    ):
        batches.go(batch.pk, "inspect", by=crew.inspector, at=NOON)
    row = batch.rows.get(entitlement=lapsed)
    batches.hold_rows(batch.pk, [row.pk], note="身份待复核", by=crew.inspector, at=NOON)
    batches.go(batch.pk, "inspect", by=crew.inspector, at=NOON)

    batch.refresh_from_db()
    assert batch.state == S.INSPECTED


@pytest.mark.parametrize("state", [S.LOCKED, S.INSPECTED, S.APPROVED, S.RELEASED])
def test_a_row_put_aside_after_the_lock_needs_no_new_audit_of_the_rest(state: BatchState) -> None:
    due(100_000)
    due(50_000)
    crew = Crew()
    batch = batch_in(state, crew)
    row = batch.rows.get(position=1)
    holder_of_state = {
        S.LOCKED: crew.preparer,
        S.INSPECTED: crew.inspector,
        S.APPROVED: crew.director,
        S.RELEASED: crew.cashier,
    }[state]

    batches.hold_rows(batch.pk, [row.pk], note="本人来电要求", by=holder_of_state, at=NOON)

    batch.refresh_from_db()
    row.refresh_from_db()
    assert (row.state, row.outcome_note) == (RowState.HELD, "本人来电要求")
    assert (batch.state, batch.locked_count, batch.locked_fen) == (state, 2, 150_000)
    assert is_intact(batch)


def test_who_puts_a_row_aside_says_why_and_sits_at_one_desk() -> None:
    due()
    crew = Crew()
    batch = batch_in(S.INSPECTED, crew)
    row = batch.rows.get()

    with pytest.raises(CaseError, match="请填写暂缓的理由"):
        batches.hold_rows(batch.pk, [row.pk], note="", by=crew.director, at=NOON)
    with pytest.raises(CaseError, match="岗位办理"):
        batches.hold_rows(batch.pk, [row.pk], note="x", by=holder(Post.RECONCILE), at=NOON)
    both = OfficerFactory(posts=[Post.DIRECTOR])
    BatchDesk.objects.create(record=batch, officer=both, desk=Desk.INSPECTION)
    with pytest.raises(CaseError, match="同一人"):
        batches.hold_rows(batch.pk, [row.pk], note="x", by=both, at=NOON)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (S.VERIFYING, "send_back_verification"),
        (S.LOCKED, "send_back_inspection"),
        (S.INSPECTED, "send_back_approval"),
        (S.APPROVED, "send_back_release"),
    ],
)
def test_a_batch_sent_back_is_unlocked_and_verified_anew(state: BatchState, step: str) -> None:
    due()
    crew = Crew()
    batch = batch_in(state, crew)

    batches.send_back(batch.pk, step, reason="金额存疑", by=crew.who_takes(step), at=NOON)

    batch.refresh_from_db()
    assert (batch.state, batch.round, batch.rows_hash) == (S.DRAFT, 2, "")
    assert (batch.locked_count, batch.locked_fen) == (None, None)
    assert not batch.rows.exclude(row_hash="").exists()
    batches.go(batch.pk, "submit", by=crew.preparer, at=NOON)
    batches.verify(batch.pk, by=crew.community, at=NOON)
    batch.refresh_from_db()
    assert batch.state == S.VERIFIED


def test_a_batch_is_not_sent_back_without_a_reason() -> None:
    due()
    crew = Crew()
    batch = batch_in(S.LOCKED, crew)

    with pytest.raises(CaseError, match="请填写「退回编制」的理由"):
        batches.send_back(batch.pk, "send_back_inspection", reason=" ", by=crew.inspector, at=NOON)

    batch.refresh_from_db()
    assert (batch.state, is_intact(batch)) == (S.LOCKED, True)


def test_what_was_put_aside_leaves_a_batch_that_is_sent_back() -> None:
    aside, kept = due(), due()
    crew = Crew()
    batch = batch_in(S.LOCKED, crew)
    row = batch.rows.get(entitlement=aside)
    batches.hold_rows(batch.pk, [row.pk], note="待查", by=crew.inspector, at=NOON)

    batches.send_back(batch.pk, "send_back_inspection", reason="重编", by=crew.inspector, at=NOON)

    row.refresh_from_db()
    assert (row.state, row.outcome_note) == (RowState.DROPPED, "待查")
    assert batch.rows.get(state=RowState.PENDING).entitlement == kept
