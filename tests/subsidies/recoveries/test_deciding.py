"""Proposing and deciding: every refusal in words, four eyes, ways back and out."""

from datetime import timedelta

import pytest

from enrollment.models import Contribution
from pension.models import AuditEntry
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement, Recovery
from subsidies.rules.vocabulary import RecoveryWay
from subsidies.services import recoveries
from subsidies.services.recoveries import Document, Proposal
from subsidies.workflow.states import EntitlementState, RecoveryState
from tests.clock import NOON
from tests.factories.kernel import holder
from tests.factories.recoveries import (
    LATER,
    TODAY,
    Desks,
    overpaid,
    paid,
    proposed,
    receive,
    recovery_in,
)

pytestmark = pytest.mark.django_db
PAPER = Document("演示决〔2022〕2号", TODAY)


def entered(payment: Entitlement, fen: int, **words: str) -> Proposal:
    """A payment that the bureau enters by hand."""
    said = {"reason": "银行重复入账", "document": "银行函", "addressee": "演示甲"} | words
    return Proposal(entered={payment.pk: fen}, **said)


@pytest.mark.parametrize("word", ["reason", "document", "addressee"])
def test_a_proposal_lacks_no_word(word: str) -> None:
    payment = paid()

    with pytest.raises(CaseError, match="请填写"):
        recoveries.propose(
            payment.person_id,
            entered(payment, 1, **{word: " "}),
            by=holder(Post.PREPARE),
            at=NOON,
        )


@pytest.mark.parametrize(
    ("fen", "sentence"), [(100_001, "多付金额不能是1,000.01元"), (0, "多付金额应大于0")]
)
def test_no_more_is_entered_than_was_paid(fen: int, sentence: str) -> None:
    payment = paid()

    with pytest.raises(CaseError, match=sentence):
        recoveries.propose(
            payment.person_id, entered(payment, fen), by=holder(Post.PREPARE), at=NOON
        )

    assert not Recovery.objects.exists()


def test_what_was_not_paid_is_not_recovered() -> None:
    payment = paid()
    Entitlement.objects.filter(pk=payment.pk).update(state=EntitlementState.DUE, settled_at=None)

    with pytest.raises(CaseError, match="没有发放过"):
        recoveries.propose(payment.person_id, entered(payment, 1), by=holder(Post.PREPARE), at=NOON)


def test_only_who_prepares_proposes_and_something_has_to_be_chosen() -> None:
    payment = overpaid()
    nothing = Proposal(reason="无", document="无", addressee="无")

    with pytest.raises(CaseError, match="由「核算编制」岗位提出"):
        recoveries.propose(payment.person_id, nothing, by=holder(Post.DIRECTOR), at=NOON)
    with pytest.raises(CaseError, match="请勾选多付的款项"):
        recoveries.propose(payment.person_id, nothing, by=holder(Post.PREPARE), at=NOON)


def test_nothing_is_submitted_unplanned_or_unheard() -> None:
    desks = Desks()
    made = proposed(desks=desks)

    with pytest.raises(CaseError) as refusal:
        recoveries.go(made.pk, "submit", by=desks.preparer, at=NOON)

    assert "还没有拟定追回方式" in str(refusal.value)
    assert "还没有告知本人并记录陈述申辩" in str(refusal.value)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"way": RecoveryWay.AT_ONCE}, "请填写（首期）退回期限"),
        ({"way": RecoveryWay.AT_ONCE, "first": TODAY - timedelta(days=1)}, "不能早于今天"),
        ({"way": RecoveryWay.INSTALMENTS, "first": LATER, "count": 1}, "期数应为2至60期"),
        ({"way": RecoveryWay.INSTALMENTS, "first": LATER}, "期数应为2至60期"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(said: dict[str, object], sentence: str) -> None:
    desks = Desks()
    made = proposed(desks=desks)

    with pytest.raises(CaseError, match=sentence):
        recoveries.plan(made.pk, **said, by=desks.preparer, at=NOON)


def test_a_new_plan_replaces_the_one_before() -> None:
    desks = Desks()
    made = proposed(desks=desks)

    for count in (4, 3):
        recoveries.plan(
            made.pk,
            RecoveryWay.INSTALMENTS,
            first=LATER,
            count=count,
            by=desks.preparer,
            at=NOON,
        )

    amounts = list(made.instalments.values_list("amount_fen", flat=True))
    assert (len(amounts), sum(amounts)) == (3, 100_000)


def test_what_is_no_longer_overpaid_is_not_decided() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.CHECKED, desks)
    Contribution.objects.update(voided_at=None)

    with pytest.raises(CaseError, match=r"拟追回1,000.00元，按现在的事实多付0.00元"):
        recoveries.decide(made.pk, PAPER, by=desks.director, at=NOON)


@pytest.mark.parametrize(
    ("paper", "sentence"),
    [
        (Document(" ", TODAY), "请填写决定文号"),
        (Document("1号", TODAY + timedelta(days=1)), "决定日期应在听取意见以后"),
        (Document("1号", TODAY - timedelta(days=1)), "决定日期应在听取意见以后"),
    ],
)
def test_a_decision_needs_its_paper(paper: Document, sentence: str) -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.CHECKED, desks)

    with pytest.raises(CaseError, match=sentence):
        recoveries.decide(made.pk, paper, by=desks.director, at=NOON)


def test_a_recovery_goes_back_with_a_reason_and_is_revoked_before_money_came() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.SUBMITTED, desks)

    with pytest.raises(CaseError, match="请填写「退回经办」的理由"):
        recoveries.go(made.pk, "send_back_check", by=desks.checker, at=NOON)
    recoveries.go(made.pk, "send_back_check", by=desks.checker, at=NOON, reason="金额有疑")
    recoveries.revoke(made.pk, reason="提错", by=desks.preparer, at=NOON)

    made.refresh_from_db()
    assert made.state == RecoveryState.REVOKED
    assert AuditEntry.objects.filter(action="撤销", subject_type="recovery").count() == 1


def test_a_decided_plan_changes_only_by_a_new_decision_about_what_is_open() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.COLLECTING, desks)
    receive(made, desks, 40_000, "PZ-1")
    with pytest.raises(CaseError, match="当前为「追回中」"):
        recoveries.plan(made.pk, RecoveryWay.SET_OFF, by=desks.preparer, at=NOON)

    recoveries.reopen(made.pk, reason="生活困难", by=desks.preparer, at=NOON)
    recoveries.plan(
        made.pk, RecoveryWay.INSTALMENTS, first=LATER, count=2, by=desks.preparer, at=NOON
    )
    recoveries.go(made.pk, "submit", by=desks.preparer, at=NOON)
    recoveries.go(made.pk, "check", by=desks.checker, at=NOON)
    recoveries.decide(made.pk, PAPER, by=desks.director, at=NOON)

    made.refresh_from_db()
    assert (made.round, made.decision_number) == (2, PAPER.number)
    assert [one.amount_fen for one in made.instalments.all()] == [30_000, 30_000]
    with pytest.raises(CaseError, match="当前为「待送达」"):
        recoveries.revoke(made.pk, reason="提错", by=desks.preparer, at=NOON)


def test_what_came_back_in_part_is_not_revoked_but_the_rest_is_waived() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.COLLECTING, desks)
    receive(made, desks, 40_000, "PZ-1")
    recoveries.reopen(made.pk, reason="无力退回", by=desks.preparer, at=NOON)
    with pytest.raises(CaseError, match=r"已追回 400.00 元，不能撤销"):
        recoveries.revoke(made.pk, reason="提错", by=desks.preparer, at=NOON)
    recoveries.plan(made.pk, RecoveryWay.SET_OFF, by=desks.preparer, at=NOON)
    recoveries.go(made.pk, "submit", by=desks.preparer, at=NOON)
    recoveries.go(made.pk, "check", by=desks.checker, at=NOON)

    recoveries.waive(made.pk, PAPER, reason="无遗产", by=desks.director, at=NOON)

    made.refresh_from_db()
    assert (made.state, made.received_fen) == (RecoveryState.WAIVED, 40_000)


def test_a_waiver_needs_its_reason() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.CHECKED, desks)

    with pytest.raises(CaseError, match="请填写不予追回的理由"):
        recoveries.waive(made.pk, PAPER, reason=" ", by=desks.director, at=NOON)


def test_whoever_checked_a_recovery_does_not_decide_it() -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.CHECKED, desks)
    made.desks.create(officer=desks.director, desk="second_check")

    with pytest.raises(CaseError, match="同一人不得再在「局领导审批」环节办理"):
        recoveries.decide(made.pk, PAPER, by=desks.director, at=NOON)


@pytest.mark.parametrize("days", [1, -1])
def test_a_decision_is_served_between_its_day_and_today(days: int) -> None:
    desks = Desks()
    made = recovery_in(RecoveryState.DECIDED, desks)

    with pytest.raises(CaseError, match="送达日期应在决定日期以后"):
        recoveries.serve(
            made.pk, served_on=TODAY + timedelta(days=days), by=desks.preparer, at=NOON
        )


def test_the_person_is_heard_in_words_and_not_in_the_future() -> None:
    desks = Desks()
    made = proposed(desks=desks)
    later = TODAY + timedelta(days=1)

    with pytest.raises(CaseError, match="本人没有意见的填“无意见”"):
        recoveries.hear(made.pk, heard_on=TODAY, opinion=" ", by=desks.preparer, at=NOON)
    with pytest.raises(CaseError, match="不能晚于今天"):
        recoveries.hear(made.pk, heard_on=later, opinion="无意见", by=desks.preparer, at=NOON)
