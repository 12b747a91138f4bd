"""Sending back, refusing, withdrawing and taking up again."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Case, NoticeEntry, ReviewEntry
from enrollment.services import confirmations
from enrollment.workflow.cases import REFUSE_STEPS, RETURN_STEPS, WAYS_OUT
from enrollment.workflow.states import (
    OPEN_STATES,
    CaseState,
    MergeChoice,
    Opinion,
    RefusalReason,
)
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import PersonFactory, agree, case_in, event, post, rules
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize("name", RETURN_STEPS)
def test_every_desk_sends_back_and_a_new_round_begins(name: str) -> None:
    step = RETURN_STEPS[name]
    case = case_in(next(iter(step.frm)))

    outcome = confirmations.send_back(
        [case.pk], name, CaseState.ENTERED, by=holder(step.post), at=NOON, reason="协议未写明村组"
    )

    case.refresh_from_db()
    assert outcome.done == [case.pk]
    assert (case.state, case.round) == (CaseState.ENTERED, 2)
    assert case.events.get(step=name).reason == "协议未写明村组"
    assert not case.opinions.filter(set_aside_at__isnull=True).exists()


def test_a_return_carries_earlier_opinions_over_and_sets_later_ones_aside() -> None:
    case = case_in(CaseState.SECOND_CHECK)

    confirmations.send_back(
        [case.pk],
        "return_second",
        CaseState.STREET,
        by=holder(Post.SECOND_CHECK),
        at=LATER,
        reason="街道意见不清",
    )

    standing = set(case.opinions.filter(set_aside_at__isnull=True).values_list("desk", flat=True))
    assert standing == {Desk.COMMUNITY, Desk.AGRICULTURE, Desk.RESOURCES}
    assert case.opinions.get(desk=Desk.STREET).set_aside_at == LATER
    assert ReviewEntry.objects.get(case=case).set_aside_at == LATER


def test_the_desk_that_was_set_aside_speaks_anew_in_the_next_round() -> None:
    case = case_in(CaseState.STREET)
    first = case.opinions.get(desk=Desk.AGRICULTURE).officer
    confirmations.send_back(
        [case.pk],
        "return_street",
        CaseState.DEPARTMENTS,
        by=holder(Post.STREET_REVIEW),
        at=NOON,
        reason="面积有出入",
    )

    outcome = confirmations.confirm([case.pk], "agriculture_confirm", by=first, at=LATER)

    opinions = case.opinions.filter(desk=Desk.AGRICULTURE)
    assert outcome.done == [case.pk]
    assert [(o.round, o.set_aside_at is None) for o in opinions] == [(1, False), (2, True)]


def test_a_return_takes_the_case_off_its_running_notice() -> None:
    case = case_in(CaseState.POSTED)

    confirmations.send_back(
        [case.pk],
        "return_posted",
        CaseState.NOTICE,
        by=holder(Post.STREET_REVIEW),
        at=LATER,
        reason="名单有误，重新公示",
    )

    assert NoticeEntry.objects.get(case=case).ended_at == LATER
    post(case, is_over=False)


def test_a_return_without_a_reason_is_refused() -> None:
    case = case_in(CaseState.STREET)

    with pytest.raises(CaseError, match="理由"):
        confirmations.send_back(
            [case.pk],
            "return_street",
            CaseState.ENTERED,
            by=holder(Post.STREET_REVIEW),
            at=NOON,
            reason=" ",
        )


def test_a_second_return_has_no_second_effect() -> None:
    case = case_in(CaseState.STREET)
    street = holder(Post.STREET_REVIEW)

    first, second = (
        confirmations.send_back(
            [case.pk], "return_street", CaseState.ENTERED, by=street, at=NOON, reason="补材料"
        )
        for _ in range(2)
    )

    assert first.done == [case.pk]
    assert second.done == []
    assert Case.objects.get(pk=case.pk).round == 2


REFUSALS = {**REFUSE_STEPS, "refuse_community": WAYS_OUT["refuse_community"]}


@pytest.mark.parametrize("name", REFUSALS)
def test_every_desk_refuses_with_code_limit_and_opinion(name: str) -> None:
    rules(remedy_days=60)
    step = REFUSALS[name]
    case = case_in(next(iter(step.frm)), due_date=date(2022, 11, 1))

    outcome = confirmations.refuse(
        [case.pk],
        name,
        RefusalReason.LAND_KEPT,
        by=holder(step.post),
        at=NOON,
        reason="家庭仍有承包地3亩",
    )

    case.refresh_from_db()
    assert outcome.done == [case.pk]
    assert (case.state, case.refusal_code, case.remedy_until, case.due_date) == (
        CaseState.REFUSED,
        RefusalReason.LAND_KEPT,
        date(2022, 12, 30),
        None,
    )
    opinion = case.opinions.get(desk=step.desk, set_aside_at__isnull=True)
    assert opinion.opinion == Opinion.DISAGREE
    assert not NoticeEntry.objects.filter(case=case, ended_at__isnull=True).exists()


def test_a_refusal_waits_until_the_time_limit_for_a_review_is_known() -> None:
    rules(remedy_days=None)
    case = case_in(CaseState.STREET)

    with pytest.raises(CaseError, match="申请复核期限（天）」未录入"):
        confirmations.refuse(
            [case.pk],
            "refuse_street",
            RefusalReason.NO_EVIDENCE,
            by=holder(Post.STREET_REVIEW),
            at=NOON,
            reason="逾期未补",
        )

    assert Case.objects.get(pk=case.pk).state == CaseState.STREET


@pytest.mark.parametrize("state", OPEN_STATES)
def test_an_open_case_is_withdrawn_from_every_state(state: CaseState) -> None:
    case = case_in(state)
    officer = holder(Post.MERGE if state is CaseState.MERGING else Post.COMMUNITY_ENTRY)

    confirmations.withdraw(case.pk, by=officer, at=NOON, reason="本人要求撤回")

    case.refresh_from_db()
    assert (case.state, case.due_date) == (CaseState.WITHDRAWN, None)


@pytest.mark.parametrize(
    "state", [CaseState.CONFIRMED, CaseState.REFUSED, CaseState.WITHDRAWN, CaseState.MERGED]
)
def test_an_ended_case_is_taken_up_again_with_every_desk_to_speak_anew(state: CaseState) -> None:
    case = case_in(state)

    confirmations.reopen(case.pk, by=holder(Post.SECOND_CHECK), at=LATER, reason="提交了新证据")

    case.refresh_from_db()
    start = CaseState.MERGING if state is CaseState.MERGED else CaseState.ENTERED
    assert (case.state, case.round, case.refusal_code) == (start, 2, "")
    assert (case.confirmed_at, case.remedy_until, case.choice) == (
        None,
        None,
        MergeChoice.UNDECIDED,
    )
    assert not case.opinions.filter(set_aside_at__isnull=True).exists()


def test_whoever_refused_a_case_does_not_take_it_up_again() -> None:
    case = case_in(CaseState.REFUSED)
    refuser = holder(Post.SECOND_CHECK)
    event(case, "refuse_second", refuser, to_state=CaseState.REFUSED, desk=Desk.SECOND_CHECK)

    with pytest.raises(CaseError, match="复核须由他人办理"):
        confirmations.reopen(case.pk, by=refuser, at=NOON, reason="改变主意")


def test_a_case_stays_ended_while_the_person_has_another_live_one() -> None:
    person = PersonFactory()
    dead = case_in(CaseState.WITHDRAWN, person=person)
    live = case_in(CaseState.ENTERED, person=person)

    with pytest.raises(CaseError, match=live.number):
        confirmations.reopen(dead.pk, by=holder(Post.SECOND_CHECK), at=NOON, reason="重新办理")


def test_another_offices_case_is_refused_like_one_that_is_not_there() -> None:
    case = case_in(CaseState.STREET)
    neighbour = holder(Post.STREET_REVIEW, "530114006")

    outcome = confirmations.send_back(
        [case.pk], "return_street", CaseState.ENTERED, by=neighbour, at=NOON, reason="试试"
    )

    assert "不在您单位的辖区内" in "".join(outcome.refused[case.pk])


BROKEN: list[tuple[CaseState, dict[str, object]]] = [
    (CaseState.STREET, {"refusal_code": RefusalReason.LAND_KEPT}),
    (CaseState.REFUSED, {"refusal_code": ""}),
    (CaseState.REFUSED, {"remedy_until": None}),
    (CaseState.CONFIRMED, {"confirmed_at": None}),
    (CaseState.STREET, {"confirmed_at": NOON}),
    (CaseState.STREET, {"state": "lost"}),
    (CaseState.STREET, {"state": CaseState.MERGING}),
    (CaseState.MERGING, {"state": CaseState.ENTERED}),
    (CaseState.STREET, {"area_before": -1}),
    (CaseState.STREET, {"area_before": 1, "area_after": 2}),
]


@pytest.mark.parametrize(("state", "columns"), BROKEN)
def test_the_database_refuses_a_state_without_its_facts(
    state: CaseState, columns: dict[str, object]
) -> None:
    case = case_in(state)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**columns)


def test_the_database_refuses_a_second_live_case_of_a_person() -> None:
    person = PersonFactory()
    case_in(CaseState.ENTERED, person=person)

    with pytest.raises(IntegrityError), transaction.atomic():
        case_in(CaseState.STREET, person=person)


def test_the_database_refuses_a_second_standing_opinion_of_a_desk() -> None:
    case = case_in(CaseState.DEPARTMENTS)
    agree(case, Desk.AGRICULTURE)

    with pytest.raises(IntegrityError), transaction.atomic():
        agree(case, Desk.AGRICULTURE)


def test_the_database_refuses_a_paper_opinion_without_its_scan() -> None:
    case = case_in(CaseState.DEPARTMENTS)
    opinion = agree(case, Desk.AGRICULTURE)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(opinion).objects.filter(pk=opinion.pk).update(on_paper=True)


def test_rounds_count_up_by_one_with_each_return() -> None:
    case = case_in(CaseState.STREET)
    rounds = [case.round]
    for number in range(2):
        street = holder(Post.STREET_REVIEW)
        Case.objects.filter(pk=case.pk).update(state=CaseState.STREET)
        confirmations.send_back(
            [case.pk],
            "return_street",
            CaseState.ENTERED,
            by=street,
            at=NOON + timedelta(hours=number),
            reason="补材料",
        )
        rounds.append(Case.objects.get(pk=case.pk).round)

    assert all(after == before + 1 for before, after in pairwise(rounds))
