"""A batch on its way to the bank: who may take which step, what is frozen, what is found."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Case
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Officer
from pension.services import steps
from pension.services.steps import Statement
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from subsidies.models import (
    BatchDesk,
    BatchEvent,
    BatchRow,
    CommunityVerification,
    Entitlement,
    TransferBatch,
)
from subsidies.queries.batches.soundness import is_intact
from subsidies.services import batches
from subsidies.services.batches import BATCHES
from subsidies.workflow.batches import ALL_BATCH_STEPS
from subsidies.workflow.states import BatchState, EntitlementState, RowState
from tests.clock import NOON
from tests.factories.batches import OTHER_COMMUNITY, OTHER_GROUP, Crew, batch_in, draft, due
from tests.factories.kernel import OfficerFactory, holder

pytestmark = pytest.mark.django_db
S = BatchState
UNLOCKED = (S.DRAFT, S.VERIFYING, S.VERIFIED, S.CANCELLED)
AUDITED = {S.LOCKED: "inspect", S.INSPECTED: "approve", S.APPROVED: "release"}


def actor_of(step: str, crew: Crew) -> Officer:
    """The officer of the crew whose post takes a step."""
    return {
        Post.INSPECT: crew.inspector,
        Post.DIRECTOR: crew.director,
        Post.CASHIER: crew.cashier,
        Post.PREPARE: crew.preparer,
        Post.COMMUNITY_CONFIRM: crew.community,
    }[ALL_BATCH_STEPS[step].post]


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


def test_the_last_community_moves_the_batch_on() -> None:
    due()
    due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(S.VERIFYING, crew)

    batches.verify(batch.pk, by=crew.community, at=NOON)
    batch.refresh_from_db()
    assert batch.state == S.VERIFYING

    batches.verify(batch.pk, by=holder(Post.COMMUNITY_CONFIRM, OTHER_COMMUNITY), at=NOON)
    batch.refresh_from_db()
    assert batch.state == S.VERIFIED


def test_a_community_verifies_once_a_round_and_only_its_own_people() -> None:
    due()
    due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(S.VERIFYING, crew)
    batches.verify(batch.pk, by=crew.community, at=NOON)

    with pytest.raises(CaseError, match="已经核实"):
        batches.verify(batch.pk, by=crew.community, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityVerification.objects.create(
            batch=batch,
            round=1,
            region=crew.community.office.region,
            row_count=1,
            by=crew.community,
            at=NOON,
        )
    assert CommunityVerification.objects.get().row_count == 1


def test_a_community_takes_out_a_wrong_row_of_its_own_only() -> None:
    due()
    wrong, foreign = due(), due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(S.VERIFYING, crew)
    row, other = (batch.rows.get(entitlement=one) for one in (wrong, foreign))

    with pytest.raises(CaseError, match="不在本社区"):
        batches.flag_rows(batch.pk, [other.pk], note="账号少一位", by=crew.community, at=NOON)
    batches.flag_rows(batch.pk, [row.pk], note="账号少一位", by=crew.community, at=NOON)

    row.refresh_from_db()
    assert (row.state, row.outcome_note) == (RowState.DROPPED, "社区核实：信息有误，账号少一位")
    assert Entitlement.objects.get(pk=wrong.pk).state == EntitlementState.DUE
    assert draft(Crew()).rows.get().entitlement == wrong


def test_a_community_that_takes_out_its_last_row_keeps_nobody_waiting() -> None:
    due()
    due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(S.VERIFYING, crew)
    batches.verify(batch.pk, by=holder(Post.COMMUNITY_CONFIRM, OTHER_COMMUNITY), at=NOON)
    own = batch.rows.get(region=crew.community.office.region)

    batches.flag_rows(batch.pk, [own.pk], note="已外迁", by=crew.community, at=NOON)

    batch.refresh_from_db()
    assert batch.state == S.VERIFIED


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
        batches.go(batch.pk, step, by=actor_of(step, crew), at=NOON)
    batch.refresh_from_db()
    assert batch.state == state


def test_what_lapsed_after_the_lock_stops_the_batch_until_it_is_put_aside() -> None:
    lapsed = due()
    due()
    crew = Crew()
    batch = batch_in(S.LOCKED, crew)
    Case.objects.filter(person=lapsed.person).update(
        state=CaseState.SECOND_CHECK, confirmed_at=None
    )

    with pytest.raises(CaseError, match="有 1 行的核定或身份确认已失效（先将这些行移出或暂缓）"):
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

    batches.send_back(batch.pk, step, reason="金额存疑", by=actor_of(step, crew), at=NOON)

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


@pytest.mark.parametrize(
    ("state", "columns"),
    [
        (S.LOCKED, {"rows_hash": ""}),
        (S.LOCKED, {"locked_fen": None}),
        (S.LOCKED, {"locked_count": None}),
        (S.DRAFT, {"rows_hash": "0" * 64}),
        (S.EXPORTED, {"export_name": ""}),
        (S.RETURNED, {"receipt_number": ""}),
        ("nowhere", {}),
    ],
)
def test_the_database_holds_a_state_and_its_facts_together(
    state: str, columns: dict[str, object]
) -> None:
    due()
    batch = batch_in(S.LOCKED)
    whole = {"export_name": "名册.xlsx", "receipt_number": "回单"}

    with pytest.raises(IntegrityError), transaction.atomic():
        TransferBatch.objects.filter(pk=batch.pk).update(state=state, **whole | columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"amount_fen": 0},
        {"state": RowState.PAID},
        {"state": RowState.FAILED, "outcome_note": "户名不符"},
        {"state": RowState.HELD},
        {"state": RowState.FAILED, "answered_at": NOON},
        {"position": 2},
    ],
)
def test_the_database_holds_a_row_and_its_facts_together(columns: dict[str, object]) -> None:
    due()
    due()
    batch = draft(Crew())

    with pytest.raises(IntegrityError), transaction.atomic():
        BatchRow.objects.filter(batch=batch, position=1).update(**columns)
