"""One officer rules, another one confirms; what is upheld is paid once, what is cancelled never."""

import pytest

from enrollment.models import Case, Contribution
from enrollment.rules.categories import Scheme
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Dispute, Entitlement
from subsidies.queries.batches.candidates import free_entitlements
from subsidies.rules.vocabulary import Channel, Ruling
from subsidies.services import batches, disputes
from subsidies.workflow.states import BatchState, DisputeState, EntitlementState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, draft, plan
from tests.factories.disputes import changed_scheme, confirmed, disputed, ruled
from tests.factories.dues import contribute, enroll
from tests.factories.kernel import holder
from tests.subsidies.calculations.ledger import calculate, live

pytestmark = pytest.mark.django_db
RESIDENT = Channel.RESIDENT_ACCOUNT


@pytest.fixture
def preparer() -> Officer:
    return holder(Post.PREPARE)


@pytest.fixture
def checker() -> Officer:
    return holder(Post.SECOND_CHECK)


def case_of(dispute: Dispute) -> Case:
    """The case of the person whose sum is disputed."""
    return Case.objects.get(person=dispute.entitlement.person_id)


def test_a_ruling_changes_nothing_until_it_is_confirmed(preparer: Officer) -> None:
    dispute = ruled(disputed(preparer), Ruling.CANCEL, preparer)

    assert (dispute.state, dispute.ruled_by) == (DisputeState.RULED, preparer)
    assert dispute.entitlement.state == EntitlementState.DISPUTED


def test_an_upheld_sum_is_due_and_enters_a_batch(preparer: Officer) -> None:
    dispute = confirmed(disputed(preparer))

    batch = draft(Crew(), RESIDENT)

    assert dispute.state == DisputeState.UPHELD
    assert batch.rows.get().entitlement_id == dispute.entitlement_id


def test_later_calculations_leave_an_upheld_sum_alone(preparer: Officer) -> None:
    dispute = confirmed(disputed(preparer))
    case = case_of(dispute)
    contribute(case, 2022, Scheme.EMPLOYEE)

    summary = calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "due"), ("yearly", 2022, 100_000, "due")]
    assert (summary.cancelled, summary.disputed) == (0, 0)
    assert Dispute.objects.count() == 1


def test_an_upheld_sum_counts_among_the_fifteen_years(preparer: Officer) -> None:
    case = changed_scheme(preparer, years_limit="1")
    calculate(case, preparer)
    confirmed(Dispute.objects.get())
    contribute(case, 2022, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "due")]


def test_an_upheld_sum_in_a_locked_batch_is_not_disputed_again(preparer: Officer) -> None:
    dispute = confirmed(disputed(preparer))
    batch_in(BatchState.LOCKED, Crew(), RESIDENT)

    summary = calculate(case_of(dispute), preparer)

    assert (summary.disputed, summary.warnings) == (0, [])


def test_an_upheld_year_whose_proof_is_taken_back_lapses(preparer: Officer) -> None:
    dispute = confirmed(disputed(preparer))
    Contribution.objects.update(voided_at=NOON, void_reason="演示")

    calculate(case_of(dispute), preparer)

    assert live(case_of(dispute)) == []


def test_an_upheld_sum_of_a_refused_case_lapses(preparer: Officer) -> None:
    dispute = confirmed(disputed(preparer))
    case = case_of(dispute)
    Case.objects.update(state=CaseState.WITHDRAWN, confirmed_at=None)

    calculate(case, preparer)

    assert live(case) == []


def test_a_cancelled_sum_is_gone_with_the_number_of_its_ruling(preparer: Officer) -> None:
    dispute = confirmed(disputed(preparer), Ruling.CANCEL)

    dispute.entitlement.refresh_from_db()
    assert dispute.state == DisputeState.CANCELLED
    assert dispute.entitlement.state == EntitlementState.CANCELLED
    assert dispute.number in dispute.entitlement.cancel_reason
    assert free_entitlements(plan(RESIDENT).scope, preparer).count() == 0


def test_a_cancelled_year_makes_room_for_one_under_the_new_scheme(preparer: Officer) -> None:
    case = changed_scheme(preparer, years_limit="1")
    contribute(case, 2022, Scheme.EMPLOYEE)
    calculate(case, preparer)
    assert live(case) == [("yearly", 2020, 100_000, "disputed")]
    confirmed(Dispute.objects.get(), Ruling.CANCEL)

    calculate(case, preparer)

    assert live(case) == [("yearly", 2022, 100_000, "due")]


def test_an_upheld_sum_that_was_held_is_paid_after_its_batch_is_closed(preparer: Officer) -> None:
    crew = Crew()
    case = changed_scheme(crew.preparer)
    batch = batch_in(BatchState.LOCKED, crew, RESIDENT)
    calculate(case, crew.preparer)
    confirmed(Dispute.objects.get())

    assert free_entitlements(plan(RESIDENT).scope, crew.preparer).count() == 0
    batches.send_back(
        batch.pk, "send_back_inspection", reason="无可发放", by=crew.inspector, at=NOON
    )
    batches.cancel(batch.pk, reason="无可发放", by=crew.preparer, at=NOON)
    assert free_entitlements(plan(RESIDENT).scope, crew.preparer).count() == 1


def test_whoever_ruled_may_not_confirm(preparer: Officer) -> None:
    dispute = ruled(disputed(preparer), by=preparer)
    preparer.posts = [Post.PREPARE, Post.SECOND_CHECK]

    with pytest.raises(CaseError, match="同一人"):
        disputes.confirm(dispute.pk, by=preparer, at=NOON)


def test_what_is_not_ruled_cannot_be_confirmed(preparer: Officer, checker: Officer) -> None:
    dispute = disputed(preparer)

    with pytest.raises(CaseError, match="当前为「待裁定」"):
        disputes.confirm(dispute.pk, by=checker, at=NOON)


def test_a_ruling_needs_its_reason(preparer: Officer) -> None:
    dispute = disputed(preparer)

    with pytest.raises(CaseError, match="请填写「提出裁定」的理由"):
        disputes.rule(dispute.pk, Ruling.UPHOLD, reason=" ", by=preparer, at=NOON)


def test_a_ruling_that_is_sent_back_is_made_anew(preparer: Officer, checker: Officer) -> None:
    dispute = ruled(disputed(preparer), Ruling.CANCEL, preparer)

    sent_back = disputes.send_back(dispute.pk, reason="请核对缴费凭证", by=checker, at=NOON)

    assert (sent_back.state, sent_back.ruling, sent_back.ruled_by) == (DisputeState.OPEN, "", None)
    assert ruled(dispute, Ruling.UPHOLD, preparer).state == DisputeState.RULED


def test_whoever_checked_a_ruling_does_not_end_the_dispute_by_an_own_calculation(
    preparer: Officer, checker: Officer
) -> None:
    dispute = ruled(disputed(preparer), Ruling.CANCEL, preparer)
    disputes.send_back(dispute.pk, reason="请核对缴费凭证", by=checker, at=NOON)
    checker.posts = frozenset({Post.PREPARE})
    case = case_of(dispute)
    enroll(case, Scheme.RESIDENT)

    calculate(case, checker)
    kept = live(case)
    calculate(case, preparer)

    assert kept == [("yearly", 2020, 100_000, "disputed")]
    assert live(case) == [("yearly", 2020, 100_000, "due")]
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.RESOLVED


def test_what_cannot_be_paid_cannot_be_upheld(preparer: Officer) -> None:
    dispute = disputed(preparer)
    Contribution.objects.update(voided_at=NOON, void_reason="演示")

    with pytest.raises(CaseError, match="缴费登记已作废，不能维持"):
        disputes.rule(dispute.pk, Ruling.UPHOLD, reason="演示", by=preparer, at=NOON)
    assert ruled(dispute, Ruling.CANCEL, preparer).state == DisputeState.RULED


def test_a_proof_taken_back_after_the_ruling_stops_its_confirmation(
    preparer: Officer, checker: Officer
) -> None:
    dispute = ruled(disputed(preparer), Ruling.UPHOLD, preparer)
    Contribution.objects.update(voided_at=NOON, void_reason="演示")

    with pytest.raises(CaseError, match="不能维持"):
        disputes.confirm(dispute.pk, by=checker, at=NOON)


def test_every_step_is_in_the_audit_trail(preparer: Officer) -> None:
    dispute = confirmed(disputed(preparer), Ruling.CANCEL)

    trail = AuditEntry.objects.filter(subject_type="dispute", subject_id=str(dispute.pk))
    assert list(trail.order_by("pk").values_list("action", flat=True)) == [
        "转入待裁定",
        "提出裁定",
        "复核同意",
    ]
    assert not list(audit.verify())


def test_a_sum_is_cancelled_once_whatever_came_between(preparer: Officer, checker: Officer) -> None:
    dispute = ruled(disputed(preparer), Ruling.UPHOLD, preparer)
    Entitlement.objects.update(
        state=EntitlementState.CANCELLED, cancelled_at=NOON, cancel_reason="演示"
    )

    with pytest.raises(CaseError, match="已不在待裁定状态"):
        disputes.confirm(dispute.pk, by=checker, at=NOON)
