"""Agreeing at the desks, alone and in bulk, with what falls due and what is written down."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import BankAccount, Case, CaseDesk, CaseEvent
from enrollment.services import confirmations
from enrollment.workflow.desks import AGREEING_STEPS
from enrollment.workflow.states import CaseState, Opinion
from pension.models import AuditEntry
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import (
    BankAccountFactory,
    agree,
    case_in,
    rules,
    sign_roster,
)
from tests.factories.kernel import OfficerFactory, holder, office

pytestmark = pytest.mark.django_db
STARTS = {
    "community_confirm": CaseState.ENTERED,
    "agriculture_confirm": CaseState.DEPARTMENTS,
    "resources_confirm": CaseState.DEPARTMENTS,
    "police_confirm": CaseState.DEPARTMENTS,
    "street_review": CaseState.STREET,
    "second_check": CaseState.SECOND_CHECK,
}
POSTS = {
    "community_confirm": Post.COMMUNITY_CONFIRM,
    "agriculture_confirm": Post.AGRICULTURE,
    "resources_confirm": Post.RESOURCES,
    "police_confirm": Post.POLICE,
    "street_review": Post.STREET_REVIEW,
    "second_check": Post.SECOND_CHECK,
}


def ready(step: str) -> Case:
    """A case at which nothing but the officer can hinder ``step``."""
    case = case_in(STARTS[step], police_asked=step == "police_confirm")
    if step == "community_confirm":
        sign_roster(case)
    return case


@pytest.mark.parametrize("step", AGREEING_STEPS)
def test_the_right_post_agrees_and_its_opinion_is_written_with_the_step(step: str) -> None:
    case = ready(step)
    officer = holder(POSTS[step])

    outcome = confirmations.confirm([case.pk], step, by=officer, at=NOON, text="情况属实")

    opinion = case.opinions.get(officer=officer)
    assert outcome.done == [case.pk]
    assert (opinion.desk, opinion.opinion, opinion.text) == (
        AGREEING_STEPS[step],
        Opinion.AGREE,
        "情况属实",
    )
    assert CaseEvent.objects.filter(record=case, step=step, officer=officer).exists()
    assert CaseDesk.objects.filter(record=case, officer=officer, desk=opinion.desk).exists()
    assert AuditEntry.objects.filter(subject_type="case", subject_id=case.pk).exists()


@pytest.mark.parametrize("step", AGREEING_STEPS)
def test_a_wrong_post_changes_nothing(step: str) -> None:
    case = ready(step)
    stranger = holder(Post.CASHIER)

    outcome = confirmations.confirm([case.pk], step, by=stranger, at=NOON)

    assert any("岗位办理" in sentence for sentence in outcome.refused[case.pk])
    assert Case.objects.get(pk=case.pk).state == STARTS[step]
    assert not case.opinions.filter(officer=stranger).exists()


@pytest.mark.parametrize("step", AGREEING_STEPS)
def test_a_second_click_has_no_second_effect(step: str) -> None:
    case = ready(step)
    officer = holder(POSTS[step])
    confirmations.confirm([case.pk], step, by=officer, at=NOON)
    events = case.events.count()

    outcome = confirmations.confirm([case.pk], step, by=officer, at=NOON)

    assert outcome.done == []
    assert outcome.refused[case.pk]
    assert case.events.count() == events
    assert case.opinions.filter(officer=officer).count() == 1


def test_a_superuser_without_the_post_is_refused() -> None:
    case = ready("street_review")
    root = OfficerFactory(is_superuser=True)

    outcome = confirmations.confirm([case.pk], "street_review", by=root, at=NOON)

    assert "本步骤由「街道审核」岗位办理" in outcome.refused[case.pk]


def test_nobody_agrees_at_two_desks_of_one_case() -> None:
    case = ready("agriculture_confirm")
    both = OfficerFactory(posts=[Post.AGRICULTURE, Post.RESOURCES])
    confirmations.confirm([case.pk], "agriculture_confirm", by=both, at=NOON)

    outcome = confirmations.confirm([case.pk], "resources_confirm", by=both, at=NOON)

    assert "同一人不得再在「自然资源」环节办理" in "".join(outcome.refused[case.pk])


def test_the_database_refuses_a_second_desk_too() -> None:
    case = ready("agriculture_confirm")
    officer = holder(Post.AGRICULTURE)
    CaseDesk.objects.create(record=case, officer=officer, desk=Desk.AGRICULTURE)

    with pytest.raises(IntegrityError), transaction.atomic():
        CaseDesk.objects.create(record=case, officer=officer, desk=Desk.RESOURCES)


def test_the_second_check_makes_the_identity_confirmed_and_nothing_due() -> None:
    case = case_in(CaseState.SECOND_CHECK, due_date=date(2022, 11, 4))

    confirmations.confirm([case.pk], "second_check", by=holder(Post.SECOND_CHECK), at=NOON)

    case.refresh_from_db()
    assert (case.state, case.confirmed_at, case.due_date) == (CaseState.CONFIRMED, NOON, None)


def test_a_case_waits_for_both_departments_and_keeps_its_due_day_meanwhile() -> None:
    rules(step_days=5)
    case = case_in(CaseState.DEPARTMENTS, due_date=date(2022, 11, 1))

    confirmations.confirm([case.pk], "agriculture_confirm", by=holder(Post.AGRICULTURE), at=NOON)
    case.refresh_from_db()
    between = (case.state, case.due_date)
    confirmations.confirm([case.pk], "resources_confirm", by=holder(Post.RESOURCES), at=NOON)

    case.refresh_from_db()
    assert between == (CaseState.DEPARTMENTS, date(2022, 11, 1))
    # NOON is Monday, 31 October: five working days end on the Monday after.
    assert (case.state, case.due_date) == (CaseState.STREET, date(2022, 11, 7))


def test_no_day_is_due_where_the_district_has_set_none() -> None:
    rules(step_days=None)
    case = ready("community_confirm")

    confirmations.confirm(
        [case.pk], "community_confirm", by=holder(Post.COMMUNITY_CONFIRM), at=NOON
    )

    assert Case.objects.get(pk=case.pk).due_date is None


def test_asking_the_police_makes_the_departments_wait_for_them() -> None:
    case = case_in(CaseState.DEPARTMENTS)
    agree(case, Desk.AGRICULTURE)
    resources = holder(Post.RESOURCES)

    confirmations.ask_police([case.pk], by=resources, at=NOON, text="请核对户籍")
    confirmations.confirm([case.pk], "resources_confirm", by=resources, at=NOON)
    waiting = Case.objects.get(pk=case.pk).state
    confirmations.confirm([case.pk], "police_confirm", by=holder(Post.POLICE), at=NOON)

    assert waiting == CaseState.DEPARTMENTS
    assert Case.objects.get(pk=case.pk).state == CaseState.STREET


def test_the_community_lets_accounts_through_that_another_entered() -> None:
    case = ready("community_confirm")
    BankAccountFactory(
        person=case.person,
        entered_by=case.created_by,
        confirmed_by=None,
        confirmed_at=None,
    )
    officer = holder(Post.COMMUNITY_CONFIRM)

    confirmations.confirm([case.pk], "community_confirm", by=officer, at=NOON)

    account = BankAccount.objects.get(person=case.person)
    assert (account.confirmed_by, account.confirmed_at) == (officer, NOON)


def test_a_community_does_not_confirm_before_the_group_has_signed() -> None:
    case = case_in(CaseState.ENTERED)

    outcome = confirmations.confirm(
        [case.pk], "community_confirm", by=holder(Post.COMMUNITY_CONFIRM), at=NOON
    )

    assert any("尚未登记村民小组签字" in sentence for sentence in outcome.refused[case.pk])


def test_in_bulk_each_case_is_judged_by_itself() -> None:
    good, unsigned, elsewhere = (
        ready("community_confirm"),
        case_in(CaseState.ENTERED),
        case_in(CaseState.ENTERED, code="53011400600101"),
    )
    officer = holder(Post.COMMUNITY_CONFIRM)

    outcome = confirmations.confirm(
        [good.pk, unsigned.pk, elsewhere.pk], "community_confirm", by=officer, at=NOON
    )

    assert outcome.done == [good.pk]
    assert "花名册" in "".join(outcome.refused[unsigned.pk])
    assert "不在您单位的辖区内" in "".join(outcome.refused[elsewhere.pk])
    assert Case.objects.get(pk=elsewhere.pk).state == CaseState.ENTERED


def test_a_desk_puts_right_the_facts_it_answers_for_and_they_are_kept_with_its_opinion() -> None:
    case = case_in(CaseState.DEPARTMENTS, household_size=4)
    agriculture = holder(Post.AGRICULTURE)

    confirmations.confirm(
        [case.pk],
        "agriculture_confirm",
        by=agriculture,
        at=NOON,
        put_right={"household_size": 5},
    )

    case.refresh_from_db()
    assert case.household_size == 5
    assert case.opinions.get(desk=Desk.AGRICULTURE).confirmed["household_size"] == "5"
    assert AuditEntry.objects.filter(action="核定更正", subject_id=case.pk).exists()


def test_a_desk_puts_no_facts_of_others_right() -> None:
    case = case_in(CaseState.DEPARTMENTS, household_size=4)

    with pytest.raises(CaseError, match="不负责核定"):
        confirmations.confirm(
            [case.pk],
            "resources_confirm",
            by=holder(Post.RESOURCES),
            at=NOON,
            put_right={"household_size": 5},
        )

    case.refresh_from_db()
    assert (case.household_size, case.opinions.filter(desk=Desk.RESOURCES).count()) == (4, 0)


def test_a_village_with_one_clerk_enters_and_confirms_at_one_desk() -> None:
    single = ready("community_confirm")
    two = ready("community_confirm")
    clerk = OfficerFactory(
        office=office(single.created_by.office.kind, "530114005001"),
        posts=[Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM],
    )
    for case in (single, two):
        CaseDesk.objects.create(record=case, officer=clerk, desk=Desk.ENTRY)
    refused = confirmations.confirm([two.pk], "community_confirm", by=clerk, at=NOON).refused
    setting = single.region.parent.parent.parent.setting
    setting.single_clerk = True
    setting.save(update_fields=["single_clerk"])

    outcome = confirmations.confirm([single.pk], "community_confirm", by=clerk, at=NOON)

    assert two.pk in refused
    assert outcome.done == [single.pk]
