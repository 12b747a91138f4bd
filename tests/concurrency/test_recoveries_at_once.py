"""Many officers act on the same recovery at the same moment: no fen comes back twice."""

import pytest

from pension.services import audit
from pension.vocabulary.posts import Post
from subsidies.models import Receipt, Recovery, SetOff
from subsidies.rules.vocabulary import RecoveryWay, ReturnChannel
from subsidies.services import batches, recoveries
from subsidies.services.recoveries import Money, Proposal
from subsidies.workflow.states import BatchState, EntitlementState, RecoveryState
from tests.clock import NOON
from tests.concurrency.threads import Refusal, at_once, overtaking, results
from tests.factories.batches import Crew, batch_in, close, due, plan
from tests.factories.kernel import holder
from tests.factories.recoveries import TODAY, due_to, overpaid, recovery_in
from tests.factories.returns import answer

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_receipt_is_noted_once(crowd: int) -> None:
    made = recovery_in(RecoveryState.COLLECTING)
    cashiers = [holder(Post.CASHIER) for _ in range(crowd)]

    def note(here: int) -> Receipt:
        money = Money(TODAY, made.amount_fen, ReturnChannel.TRANSFER, f"PZ-{here}")
        return recoveries.receive(made.pk, money, by=cashiers[here], at=NOON)

    assert len(results(at_once(crowd, note))) == 1
    made.refresh_from_db()
    assert made.received_fen == made.amount_fen
    assert not list(audit.verify())


def test_parts_noted_at_once_add_up(crowd: int) -> None:
    made = recovery_in(RecoveryState.COLLECTING)
    cashiers = [holder(Post.CASHIER) for _ in range(crowd)]
    part_fen = made.amount_fen // 4

    def note(here: int) -> Receipt:
        money = Money(TODAY, part_fen, ReturnChannel.TRANSFER, f"PZ-{here}")
        return recoveries.receive(made.pk, money, by=cashiers[here], at=NOON)

    assert len(results(at_once(crowd, note))) == 4
    made.refresh_from_db()
    assert made.received_fen == sum(Receipt.objects.values_list("amount_fen", flat=True))


def test_a_payment_is_claimed_back_once(crowd: int) -> None:
    payment = overpaid()
    clerks = [holder(Post.PREPARE) for _ in range(crowd)]
    said = Proposal(found=[payment.pk], reason="演示", document="演示", addressee="演示")

    def claim(here: int) -> Recovery:
        return recoveries.propose(payment.person_id, said, by=clerks[here], at=NOON)

    assert len(results(at_once(crowd, claim))) == 1
    assert Recovery.objects.count() == 1


def test_a_payment_that_is_being_claimed_back_does_not_come_back_by_the_bank() -> None:
    crew, payment = Crew(), due()
    closed = close(answer(batch_in(BatchState.EXPORTED, crew), crew), crew)
    row = closed.rows.get()
    said = Proposal(
        entered={payment.pk: payment.amount_fen}, reason="演示", document="演示", addressee="演示"
    )

    sent_back = overtaking(
        lambda: recoveries.propose(payment.person_id, said, by=crew.preparer, at=NOON),
        lambda: batches.record_sent_back(
            closed.pk, [row.pk], note="银行退汇", by=crew.reconciler, at=NOON
        ),
    )

    payment.refresh_from_db()
    assert isinstance(sent_back, Refusal)
    assert "已提出追回" in sent_back
    assert payment.state == EntitlementState.SETTLED


def test_a_sum_is_paid_or_set_off_but_never_both() -> None:
    payment = overpaid()
    made = recovery_in(RecoveryState.COLLECTING, payment=payment, way=RecoveryWay.SET_OFF)
    later = due_to(payment, made.amount_fen)
    others = due_to(payment, made.amount_fen + 1, year=2020)
    wanted = plan()
    clerks = [holder(Post.PREPARE) for _ in range(2)]

    def act(here: int) -> object:
        if here:
            return batches.draft(wanted, by=clerks[here], at=NOON)
        return recoveries.set_off(made.pk, later.pk, by=clerks[here], at=NOON)

    at_once(2, act)

    later.refresh_from_db()
    assert SetOff.objects.count() == 1
    assert later.state == EntitlementState.SETTLED
    assert not later.rows.exists()
    assert others.rows.count() <= 1
