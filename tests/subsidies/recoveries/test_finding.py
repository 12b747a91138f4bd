"""What was overpaid is found by the facts of the day, until somebody claims it back."""

import pytest

from enrollment.models import Contribution
from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement
from subsidies.queries.overpaid import found_for, overpaid_of
from subsidies.rules.vocabulary import Ground
from subsidies.services import recoveries
from subsidies.workflow.states import OpeningState
from tests.clock import NOON
from tests.factories.dues import opening
from tests.factories.kernel import holder
from tests.factories.recoveries import TODAY, Desks, overpaid, paid, proposed

pytestmark = pytest.mark.django_db


def found(payment: Entitlement) -> list[tuple[Ground, int]]:
    """The grounds and sums that are found of a payment's person."""
    several = overpaid_of([payment.person_id], TODAY).get(payment.person_id, [])
    return [(one.ground, one.amount_fen) for one in several]


def test_a_payment_that_was_right_is_not_found() -> None:
    payment = paid()

    assert not found(payment)
    assert not found_for(holder(Post.PREPARE), TODAY)


def test_a_year_whose_proof_was_taken_back_is_found_until_it_is_noted_anew() -> None:
    payment = overpaid()
    assert found(payment) == [(Ground.PROOF_TAKEN_BACK, 100_000)]

    Contribution.objects.update(voided_at=None)

    assert not found(payment)


def test_a_year_after_the_year_of_death_is_found() -> None:
    payment = paid(year=2021)
    person = payment.person
    type(person).objects.filter(pk=person.pk).update(died_on=TODAY.replace(year=2020))

    assert found(payment) == [(Ground.AFTER_DEATH, 100_000)]
    assert list(found_for(holder(Post.PREPARE), TODAY)) == [person.pk]


def test_what_was_paid_to_somebody_refused_since_is_found() -> None:
    payment = paid()
    case = payment.calculation.case
    type(case).objects.filter(pk=case.pk).update(state=CaseState.WITHDRAWN, confirmed_at=None)

    assert found(payment) == [(Ground.NOT_CONFIRMED, 100_000)]


def test_a_year_that_a_waiting_opening_record_calls_paid_is_found() -> None:
    payment = paid()
    record = opening(payment.calculation.case, paid_years=[2021])
    type(record).objects.filter(pk=record.pk).update(
        state=OpeningState.PROPOSED, decided_by=None, decided_at=None
    )

    assert found(payment) == [(Ground.PAID_BEFORE, 100_000)]


def test_what_is_claimed_back_is_not_found_again_unless_it_is_revoked() -> None:
    desks = Desks()
    payment = overpaid()
    made = proposed(payment, desks)
    assert not found(payment)

    recoveries.revoke(made.pk, reason="提错", by=desks.preparer, at=NOON)

    assert found(payment) == [(Ground.PROOF_TAKEN_BACK, 100_000)]
