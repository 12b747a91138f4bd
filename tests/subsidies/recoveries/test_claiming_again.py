"""A payment that was claimed back once can be claimed anew for what is found later, never twice."""

import pytest

from enrollment.models import Contribution
from pension.vocabulary.errors import CaseError
from subsidies.models import Entitlement, Recovery, RecoveryItem
from subsidies.queries.overpaid import overpaid_of
from subsidies.rules.overpaid import Overpaid
from subsidies.services import recoveries
from subsidies.services.recoveries import Document, Proposal
from subsidies.workflow.states import EntitlementState, RecoveryState
from tests.clock import NOON
from tests.factories.dues import contribute
from tests.factories.recoveries import TODAY, Desks, overpaid, paid, recovery_in

pytestmark = pytest.mark.django_db


def found(payment: Entitlement) -> list[Overpaid]:
    """What is found overpaid to the person of a payment now."""
    return overpaid_of([payment.person_id], TODAY).get(payment.person_id, [])


def lose_proof(payment: Entitlement) -> None:
    """Let the proof of a paid year turn out to be wrong."""
    proof = contribute(payment.calculation.case, payment.year, "resident")
    Contribution.objects.filter(pk=proof.pk).update(voided_at=NOON, void_reason="演示")


def test_a_year_paid_twice_and_returned_once_is_claimed_when_it_was_never_due() -> None:
    payment = paid()
    _entered(payment, "银行函一")
    assert found(payment) == []
    lose_proof(payment)

    (now,) = found(payment)

    assert now.amount_fen == 100_000
    recovery_in(RecoveryState.SETTLED, payment=payment)
    payment.refresh_from_db()
    assert payment.state == EntitlementState.CANCELLED


def test_what_came_back_of_a_payment_is_not_claimed_again() -> None:
    payment = overpaid()
    recovery_in(RecoveryState.SETTLED, payment=payment)
    RecoveryItem.objects.update(amount_fen=40_000)
    Entitlement.objects.update(state=EntitlementState.SETTLED, cancelled_at=None, cancel_reason="")

    (now,) = found(payment)

    assert now.amount_fen == 60_000
    assert [line.amount_fen for line in now.working] == [100_000, 0, 40_000, 60_000]


def test_what_was_waived_is_not_found_again_and_leaves_the_year_paid() -> None:
    payment, desks = overpaid(), Desks()
    made = recovery_in(RecoveryState.CHECKED, desks, payment=payment)

    recoveries.waive(
        made.pk, Document("演示决1号", TODAY), reason="演示", by=desks.director, at=NOON
    )

    assert found(payment) == []
    payment.refresh_from_db()
    assert payment.state == EntitlementState.SETTLED


def test_the_same_paper_claims_a_payment_once() -> None:
    payment = paid()
    _entered(payment, "银行函一")

    with pytest.raises(CaseError, match="已依据“银行函一”追回过"):
        _propose(payment, "银行函一", Desks())
    assert _propose(payment, "银行函二", Desks()).state == RecoveryState.DRAFT


def test_while_a_claim_stands_no_other_one_is_made() -> None:
    payment = paid()
    _propose(payment, "银行函一", Desks())

    with pytest.raises(CaseError, match="已提出追回"):
        _propose(payment, "银行函二", Desks())


def _propose(payment: Entitlement, document: str, desks: Desks) -> Recovery:
    said = Proposal(
        entered={payment.pk: 100_000}, reason="银行重复入账", document=document, addressee="本人"
    )
    return recoveries.propose(payment.person_id, said, by=desks.preparer, at=NOON)


def _entered(payment: Entitlement, document: str) -> None:
    """Let the bank have paid a sum twice, and the second one be back."""
    made = _propose(payment, document, Desks())
    Recovery.objects.filter(pk=made.pk).update(
        state=RecoveryState.SETTLED,
        received_fen=made.amount_fen,
        way="at_once",
        heard_on=TODAY,
        served_on=TODAY,
        decision_number="演示决1号",
        decided_on=TODAY,
    )
    made.items.update(is_live=False)
