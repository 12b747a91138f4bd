"""What comes back: receipts, set-offs, mistakes put right, settlement and what it frees."""

from datetime import timedelta

import pytest

from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement, Receipt
from subsidies.queries.batches.candidates import Scope, gather
from subsidies.rules.vocabulary import Channel, RecoveryWay, ReturnChannel
from subsidies.services import recoveries
from subsidies.services.recoveries import Money
from subsidies.workflow.states import EntitlementState, RecoveryState
from tests.clock import NOON
from tests.factories.batches import Crew, draft
from tests.factories.kernel import holder, place
from tests.factories.recoveries import (
    TODAY,
    Desks,
    due_to,
    overpaid,
    proposed,
    receive,
    recovery_in,
)

pytestmark = pytest.mark.django_db


def money(fen: int = 30_000, voucher: str = "PZ-1", **changed: object) -> Money:
    """Money that came back today."""
    said = {"received_on": TODAY, "channel": ReturnChannel.TRANSFER} | changed
    return Money(amount_fen=fen, voucher_number=voucher, **said)


def test_receipts_add_up_and_the_last_one_lets_the_recovery_settle() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.COLLECTING, desks)

    receive(made, desks, 30_000, "PZ-1")
    with pytest.raises(CaseError, match=r"还有 700.00 元没有追回"):
        recoveries.settle(made.pk, by=desks.reconciler, at=NOON)
    receive(made, desks, 70_000, "PZ-2")
    recoveries.settle(made.pk, by=desks.reconciler, at=NOON)

    made.refresh_from_db()
    assert (made.state, made.received_fen) == (RecoveryState.SETTLED, 100_000)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"fen": 100_001}, "大于未追回的1,000.00元"),
        ({"fen": 0}, "退款金额应大于0"),
        ({"voucher": " "}, "请填写凭证号"),
        ({"received_on": TODAY + timedelta(days=1)}, "收款日期应在送达以后、今天以前"),
        ({"received_on": TODAY - timedelta(days=1)}, "收款日期应在送达以后、今天以前"),
    ],
)
def test_a_receipt_that_cannot_be_right_is_refused(wrong: dict[str, object], sentence: str) -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.COLLECTING, desks)

    with pytest.raises(CaseError, match=sentence):
        recoveries.receive(made.pk, money(**wrong), by=desks.cashier, at=NOON)

    made.refresh_from_db()
    assert (made.received_fen, made.receipts.count()) == (0, 0)


def test_a_voucher_counts_once() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.COLLECTING, desks)
    receive(made, desks, 30_000, "PZ-1")

    with pytest.raises(CaseError, match="凭证PZ-1已经登记过"):
        receive(made, desks, 30_000, "PZ-1")

    made.refresh_from_db()
    assert made.received_fen == 30_000


def test_only_the_cashier_notes_money_and_only_while_it_is_collected() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.COLLECTING, desks)

    with pytest.raises(CaseError, match="由「出纳放行」岗位办理"):
        recoveries.receive(made.pk, money(), by=desks.reconciler, at=NOON)
    early = recovery_in(RecoveryState.DECIDED, desks, payment=overpaid(year=2020))
    with pytest.raises(CaseError, match="当前为「待送达」"):
        recoveries.receive(early.pk, money(), by=desks.cashier, at=NOON)


def test_a_receipt_noted_by_mistake_is_voided_and_stays_to_be_seen() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.COLLECTING, desks)
    receive(made, desks, 30_000, "PZ-1")
    receipt = Receipt.objects.get()

    recoveries.void_receipt(made.pk, receipt.pk, reason="金额录错", by=desks.cashier, at=NOON)

    made.refresh_from_db()
    receipt.refresh_from_db()
    assert (made.received_fen, receipt.void_reason) == (0, "金额录错")
    with pytest.raises(CaseError, match="已经作废"):
        recoveries.void_receipt(made.pk, receipt.pk, reason="再来", by=desks.cashier, at=NOON)
    receive(made, desks, 31_000, "PZ-1")


def test_a_year_that_was_never_due_is_free_again_once_the_money_is_back() -> None:
    payment = overpaid()

    recovery_in(RecoveryState.SETTLED, payment=payment)

    payment.refresh_from_db()
    assert (payment.state, payment.cancel_reason) == (EntitlementState.CANCELLED, "多付，已追回")


def test_a_year_entered_as_paid_twice_stays_paid_once() -> None:
    payment = overpaid()
    desks = Desks()
    said = recoveries.Proposal(
        entered={payment.pk: 100_000}, reason="银行重复入账", document="银行函", addressee="本人"
    )
    made = recoveries.propose(payment.person_id, said, by=desks.preparer, at=NOON)
    made.items.update(ground="entered")
    recoveries.plan(made.pk, RecoveryWay.AT_ONCE, first=TODAY, by=desks.preparer, at=NOON)
    recoveries.hear(made.pk, heard_on=TODAY, opinion="无意见", by=desks.preparer, at=NOON)
    recoveries.go(made.pk, "submit", by=desks.preparer, at=NOON)
    recoveries.go(made.pk, "check", by=desks.checker, at=NOON)
    paper = recoveries.Document("演示决1号", TODAY)
    recoveries.decide(made.pk, paper, by=desks.director, at=NOON)
    recoveries.serve(made.pk, served_on=TODAY, by=desks.preparer, at=NOON)
    receive(made, desks, 100_000, "PZ-1")

    recoveries.settle(made.pk, by=desks.reconciler, at=NOON)

    payment.refresh_from_db()
    assert payment.state == EntitlementState.SETTLED


def test_a_sum_that_is_due_is_set_off_whole_and_counts_as_paid() -> None:
    desks = Desks()
    payment = overpaid()
    made = recovery_in(RecoveryState.COLLECTING, desks, payment=payment, way=RecoveryWay.SET_OFF)
    later = due_to(payment, 60_000)

    recoveries.set_off(made.pk, later.pk, by=desks.preparer, at=NOON)

    later.refresh_from_db()
    made.refresh_from_db()
    assert (later.state, made.received_fen) == (EntitlementState.SETTLED, 60_000)
    assert made.set_offs.get().entitlement == later
    with pytest.raises(CaseError, match="已编入批次、已发放"):
        recoveries.set_off(made.pk, later.pk, by=desks.preparer, at=NOON)


def test_a_sum_greater_than_what_is_open_is_not_set_off_in_part() -> None:
    desks = Desks()
    payment = overpaid()
    made = recovery_in(RecoveryState.COLLECTING, desks, payment=payment, way=RecoveryWay.SET_OFF)
    later = due_to(payment, 100_001)

    with pytest.raises(CaseError, match="抵扣只能整笔办理"):
        recoveries.set_off(made.pk, later.pk, by=desks.preparer, at=NOON)

    assert Entitlement.objects.get(pk=later.pk).state == EntitlementState.DUE


def test_what_stands_in_a_batch_is_not_set_off() -> None:
    desks = Desks()
    payment = overpaid()
    later = due_to(payment)
    draft(Crew())
    made = recovery_in(RecoveryState.COLLECTING, desks, payment=payment, way=RecoveryWay.SET_OFF)

    with pytest.raises(CaseError, match="已编入批次"):
        recoveries.set_off(made.pk, later.pk, by=desks.preparer, at=NOON)


def test_what_waits_to_be_set_off_enters_no_batch_and_says_why() -> None:
    payment = overpaid()
    made = recovery_in(RecoveryState.COLLECTING, payment=payment, way=RecoveryWay.SET_OFF)
    due_to(payment)
    crew = Crew()

    (left,) = gather(Scope(place("530114005"), Channel.BANK), crew.preparer)

    assert left.reason == f"待抵扣追回{made.number}，请先在追回中办理抵扣"
    with pytest.raises(CaseError, match=f"都不能编入：待抵扣追回{made.number}"):
        draft(crew)


def test_a_set_off_needs_a_decision_that_names_it() -> None:
    desks = Desks()
    payment = overpaid()
    made = recovery_in(RecoveryState.COLLECTING, desks, payment=payment)
    later = due_to(payment)

    with pytest.raises(CaseError, match="决定的追回方式不是抵扣"):
        recoveries.set_off(made.pk, later.pk, by=desks.preparer, at=NOON)


def test_whoever_proposed_a_recovery_notes_no_money_on_it() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.COLLECTING, desks)
    both = holder(Post.CASHIER)
    made.desks.create(officer=both, desk="preparation")

    with pytest.raises(CaseError, match="同一人不得再在「放行导出」环节办理"):
        recoveries.receive(made.pk, money(), by=both, at=NOON)


def test_a_recovery_that_is_proposed_claims_its_payment_once() -> None:
    payment = overpaid()
    proposed(payment)

    with pytest.raises(CaseError, match="已提出追回"):
        proposed(payment)
