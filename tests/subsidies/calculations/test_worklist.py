"""What waits for whom on the first page."""

from datetime import timedelta

import pytest

from enrollment.models import Case, Contribution, DeathNote
from enrollment.rules.categories import Scheme
from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import CommunityVerification, Entitlement, OpeningRecord, TransferBatch
from subsidies.queries import worklist
from subsidies.rules.vocabulary import Ruling
from subsidies.services import calculations, disputes, rule_sets
from subsidies.workflow.states import BatchState, RowState
from tests.clock import NOON
from tests.factories.disputes import disputed, ruled
from tests.factories.dues import (
    SINCE,
    batch_with,
    contribute,
    insured_case,
    opening,
    rules_in_force,
)
from tests.factories.kernel import district, holder

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LATER = NOON + timedelta(hours=1)


def tiles(officer: Officer) -> dict[str, tuple[int, str]]:
    return {tile.label: (tile.count, tile.note) for tile in worklist.tiles(officer, TODAY)}


def test_settled_cases_wait_to_be_worked_out_and_then_to_be_paid() -> None:
    rules_in_force()
    preparer = holder(Post.PREPARE)
    case = insured_case(years=(2020, 2021))
    before = tiles(preparer)

    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=NOON)

    assert (before["待核算"][0], before["应补未补"][0]) == (1, 0)
    after = tiles(preparer)
    assert after["待核算"][0] == 0
    assert after["应补未补"] == (2, "涉及 2,000.00 元")


def test_a_proof_that_was_taken_back_is_to_be_worked_out_again() -> None:
    rules_in_force()
    preparer = holder(Post.PREPARE)
    case = insured_case(years=(2020,))
    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=NOON)
    before = tiles(preparer)["待核算"][0]

    case.person.contributions.update(voided_at=LATER, void_reason="凭证是他人的")

    assert (before, tiles(preparer)["待核算"][0]) == (0, 1)


def test_a_new_proof_is_to_be_worked_out() -> None:
    rules_in_force()
    preparer = holder(Post.PREPARE)
    case = insured_case(years=(2020,))
    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=NOON)
    before = tiles(preparer)["待核算"][0]

    proof = contribute(case, 2021, Scheme.RESIDENT)
    Contribution.objects.filter(pk=proof.pk).update(entered_at=LATER)

    assert (before, tiles(preparer)["待核算"][0]) == (0, 1)


def test_an_opening_balance_that_came_into_force_is_to_be_worked_out() -> None:
    rules_in_force()
    preparer = holder(Post.PREPARE)
    case = insured_case(years=(2020,))
    record = opening(case)
    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=NOON)
    before = tiles(preparer)["待核算"][0]

    OpeningRecord.objects.filter(pk=record.pk).update(decided_at=LATER)

    assert (before, tiles(preparer)["待核算"][0]) == (0, 1)


@pytest.mark.parametrize(("ruling", "waits"), [(Ruling.CANCEL, 1), (Ruling.UPHOLD, 0)])
def test_whoever_lost_a_sum_by_a_ruling_is_to_be_worked_out_again(
    ruling: Ruling, waits: int
) -> None:
    preparer = holder(Post.PREPARE)
    dispute = ruled(disputed(preparer), ruling, preparer)
    before = tiles(preparer)["待核算"][0]

    disputes.confirm(dispute.pk, by=holder(Post.SECOND_CHECK), at=LATER)

    assert (before, tiles(preparer)["待核算"][0]) == (0, waits)


def test_whoever_was_worked_out_since_a_ruling_waits_no_more() -> None:
    preparer = holder(Post.PREPARE)
    dispute = ruled(disputed(preparer), Ruling.CANCEL, preparer)
    disputes.confirm(dispute.pk, by=holder(Post.SECOND_CHECK), at=LATER)
    case = Case.objects.get(person=dispute.entitlement.person_id)

    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=LATER)

    assert tiles(preparer)["待核算"][0] == 0


def test_a_death_that_was_confirmed_or_taken_back_is_to_be_worked_out_again() -> None:
    rules_in_force()
    preparer = holder(Post.PREPARE)
    case = insured_case(years=(2020,))
    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=NOON)
    note = DeathNote.objects.create(
        person=case.person,
        died_on=TODAY,
        proof="演示证明",
        entered_by=holder(Post.COMMUNITY_ENTRY),
        entered_at=NOON,
    )
    waiting = tiles(preparer)["待核算"][0]

    DeathNote.objects.filter(pk=note.pk).update(
        confirmed_by=holder(Post.COMMUNITY_CONFIRM), confirmed_at=LATER
    )

    assert (waiting, tiles(preparer)["待核算"][0]) == (0, 1)


def test_what_stands_in_a_batch_does_not_wait_any_more() -> None:
    rules_in_force()
    preparer = holder(Post.PREPARE)
    case = insured_case(years=(2020, 2021))
    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=NOON)

    batch_with(Entitlement.objects.get(year=2020))

    assert tiles(preparer)["应补未补"] == (1, "涉及 1,000.00 元")


def test_a_failed_payment_waits_to_be_made_again() -> None:
    rules_in_force()
    preparer = holder(Post.PREPARE)
    case = insured_case(years=(2020,))
    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=NOON)

    batch_with(Entitlement.objects.get(), state=RowState.FAILED)

    assert tiles(preparer)["待补发"] == (1, "涉及 1,000.00 元")


def batch_at(state: BatchState) -> TransferBatch:
    rules_in_force()
    preparer = holder(Post.PREPARE)
    case = insured_case(years=(2020,))
    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=NOON)
    batch = batch_with(Entitlement.objects.get())
    locked = {"rows_hash": "0" * 64, "locked_count": 1, "locked_fen": 100_000}
    before_lock = (BatchState.DRAFT, BatchState.VERIFYING, BatchState.VERIFIED)
    values = {} if state in before_lock else locked
    TransferBatch.objects.filter(pk=batch.pk).update(state=state, **values)
    return batch


@pytest.mark.parametrize(
    ("state", "post"),
    [
        (BatchState.VERIFYING, Post.COMMUNITY_CONFIRM),
        (BatchState.LOCKED, Post.INSPECT),
        (BatchState.INSPECTED, Post.DIRECTOR),
        (BatchState.APPROVED, Post.CASHIER),
    ],
)
def test_a_batch_waits_at_one_desk_alone(state: BatchState, post: Post) -> None:
    batch_at(state)
    label = f"批次{state.label}"

    assert tiles(holder(post))[label][0] == 1
    assert label not in tiles(holder(Post.RECONCILE))


def test_a_community_that_gave_its_word_has_nothing_waiting() -> None:
    batch = batch_at(BatchState.VERIFYING)
    officer = holder(Post.COMMUNITY_CONFIRM)
    CommunityVerification.objects.create(
        batch=batch, round=1, region=officer.office.region, row_count=1, by=officer, at=NOON
    )

    assert tiles(officer) == {}


def test_a_draft_waits_for_those_who_did_not_propose_it() -> None:
    preparer = holder(Post.PREPARE)
    rule_sets.install(district(), name="草稿", valid_from=SINCE, by=preparer, at=NOON)

    assert tiles(holder(Post.DIRECTOR))["补助规则待复核生效"][0] == 1
    assert "补助规则待复核生效" not in tiles(preparer)


@pytest.mark.parametrize("post", [Post.AGRICULTURE, Post.RESOURCES, Post.POLICE, Post.SYSTEM])
def test_who_has_nothing_to_do_with_money_finds_nothing_of_it(post: Post) -> None:
    officer = holder(post)

    assert worklist.tiles(officer, TODAY) == []
    assert worklist.navigation(officer, TODAY) == []
