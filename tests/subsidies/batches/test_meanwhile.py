"""What happens between two steps of a batch: a number corrected, a claim, money returned twice."""

import pytest

from enrollment.models import Person
from pension.vocabulary.errors import CaseError
from subsidies.models import BatchRow
from subsidies.rules.vocabulary import RecoveryWay
from subsidies.services import batches, recoveries
from subsidies.services.recoveries import Proposal
from subsidies.workflow.states import BatchState, EntitlementState, RecoveryState, RowState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, close, due, plan
from tests.factories.recoveries import due_to, overpaid, recovery_in
from tests.factories.returns import answer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "changed", [{"name": "演示更名"}, {"identity_number": "11010519491231002X"}]
)
def test_a_row_with_a_name_or_number_of_yesterday_is_not_released(
    changed: dict[str, str],
) -> None:
    crew = Crew()
    due()
    batch = batch_in(BatchState.APPROVED, crew)
    Person.objects.update(**changed)

    with pytest.raises(CaseError, match="姓名、身份证号已更正"):
        batches.go(batch.pk, "release", by=crew.cashier, at=NOON)


def test_a_payment_that_is_claimed_back_does_not_come_back_by_the_bank_too() -> None:
    crew, row = paid_row()
    said = Proposal(
        entered={row.entitlement_id: 100_000}, reason="演示", document="银行函", addressee="本人"
    )
    made = recoveries.propose(row.entitlement.person_id, said, by=crew.preparer, at=NOON)

    with pytest.raises(CaseError, match=f"已提出追回{made.number}"):
        batches.record_sent_back(
            row.batch_id, [row.pk], note="账户不存在", by=crew.reconciler, at=NOON
        )
    row.entitlement.refresh_from_db()
    assert row.entitlement.state == EntitlementState.SETTLED


def test_a_payment_that_was_recovered_is_not_due_again_when_the_bank_sends_it_back() -> None:
    crew, row = paid_row()
    type(row.entitlement).objects.update(
        state=EntitlementState.CANCELLED, cancelled_at=NOON, cancel_reason="多付，已追回"
    )

    with pytest.raises(CaseError, match="已追回或作废"):
        batches.record_sent_back(
            row.batch_id, [row.pk], note="账户不存在", by=crew.reconciler, at=NOON
        )
    row.refresh_from_db()
    assert row.state == RowState.PAID


def test_when_only_set_offs_hinder_it_is_said_so() -> None:
    payment = overpaid()
    made = recovery_in(RecoveryState.COLLECTING, payment=payment, way=RecoveryWay.SET_OFF)
    due_to(payment)

    with pytest.raises(CaseError, match=f"待抵扣追回{made.number}.*（1笔）"):
        batches.draft(plan(), by=Crew().preparer, at=NOON)


def paid_row() -> tuple[Crew, BatchRow]:
    """A row that the bank paid, of a closed batch."""
    crew = Crew()
    due()
    batch = batch_in(BatchState.EXPORTED, crew)
    answer(batch, crew)
    close(batch, crew)
    return crew, batch.rows.select_related("entitlement").get()
