"""A year said to be paid before that this system paid too: told, claimed back, freed."""

import pytest

from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement, OpeningRecord
from subsidies.services import opening
from subsidies.workflow.states import (
    BatchState,
    EntitlementState,
    OpeningState,
    Origin,
    RecoveryState,
)
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, due
from tests.factories.disputes import dispute_of
from tests.factories.kernel import holder
from tests.factories.recoveries import paid, recovery_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def second() -> Officer:
    return holder(Post.SECOND_CHECK)


def claimed_before(sum_due: Entitlement) -> OpeningRecord:
    """A record that waits and says that a year was paid before."""
    return OpeningRecord.objects.create(
        person=sum_due.person,
        paid_years=[sum_due.year],
        state=OpeningState.PROPOSED,
        entered_by=holder(Post.MERGE),
        entered_at=NOON,
    )


def refusal(record: OpeningRecord, by: Officer) -> str:
    """Why a record is not put in force."""
    outcome = opening.put_in_force([record.pk], by=by, at=NOON)
    return "；".join(outcome.refused[record.pk])


def test_a_year_that_was_paid_here_is_told_with_sum_and_cure(second: Officer) -> None:
    said = refusal(claimed_before(paid()), second)

    assert "2021年度缴费补助1,000.00元已由系统发放" in said
    assert "在「追回」的多付清单中提出追回" in said


def test_a_year_in_a_batch_is_told_with_its_batch(second: Officer) -> None:
    sum_due = due()
    batch = batch_in(BatchState.DRAFT, Crew())

    assert f"1,000.00元已在批次{batch.number}中" in refusal(claimed_before(sum_due), second)


def test_a_year_that_waits_for_a_ruling_is_told(second: Officer) -> None:
    record = claimed_before(dispute_of().entitlement)

    assert "1,000.00元待裁定，请先在「待裁定」中裁定" in refusal(record, second)


def test_once_the_second_payment_is_back_the_record_comes_into_force(second: Officer) -> None:
    payment = paid()
    record = claimed_before(payment)
    recovery_in(RecoveryState.SETTLED, payment=payment)

    outcome = opening.put_in_force([record.pk], by=second, at=NOON)

    assert outcome.done == [record.pk]
    payment.refresh_from_db()
    assert (payment.state, payment.cancel_reason) == (EntitlementState.CANCELLED, "多付，已追回")
    assert Entitlement.objects.live().get().origin == Origin.OPENING


def test_a_record_sent_back_after_the_money_came_back_leaves_the_year_free(
    second: Officer,
) -> None:
    payment = paid()
    record = claimed_before(payment)
    recovery_in(RecoveryState.SETTLED, payment=payment)

    opening.reject([record.pk], reason="查无此事", by=second, at=NOON)

    assert not Entitlement.objects.live().exists()


def test_a_record_sent_back_leaves_a_payment_that_nobody_returned(second: Officer) -> None:
    payment = paid()
    record = claimed_before(payment)

    opening.reject([record.pk], reason="查无此事", by=second, at=NOON)

    payment.refresh_from_db()
    assert payment.state == EntitlementState.SETTLED
