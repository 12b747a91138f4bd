"""The merge desk: opening in force, rights told, choice, settlement."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Case, Person, SchemeEnrollment
from enrollment.queries.merging import (
    MergeStage,
    at_merge_desk,
    at_stage,
    merge_rows,
    stage_counts,
)
from enrollment.rules.categories import Scheme
from enrollment.services import merging
from enrollment.workflow.states import CaseState, MergeChoice
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import PersonFactory, case_in
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def officer() -> Officer:
    return holder(Post.MERGE)


def ready(choice: MergeChoice = MergeChoice.RESIDENT) -> Case:
    """A case at the merge desk that lacks nothing."""
    person = PersonFactory(opening_in_force_at=NOON)
    return case_in(CaseState.MERGING, person=person, rights_told_on=TODAY, choice=choice)


@pytest.mark.parametrize(
    ("choice", "state", "scheme"),
    [
        (MergeChoice.RESIDENT, CaseState.MERGED, Scheme.RESIDENT),
        (MergeChoice.EMPLOYEE, CaseState.MERGED, Scheme.EMPLOYEE),
        (MergeChoice.LEAVE, CaseState.LEFT, Scheme.LEAVING),
    ],
)
def test_a_case_is_settled_by_the_choice(
    choice: MergeChoice, state: CaseState, scheme: Scheme, officer: Officer
) -> None:
    case = ready(choice)

    outcome = merging.merge([case.pk], by=officer, at=NOON)

    case.refresh_from_db()
    assert outcome.done == [case.pk]
    assert (case.state, case.confirmed_at) == (state, NOON)
    current = SchemeEnrollment.objects.get(person=case.person, valid_to=None)
    assert (current.scheme, current.valid_from) == (scheme, TODAY)


def test_each_missing_thing_is_named(officer: Officer) -> None:
    case = case_in(CaseState.MERGING)

    outcome = merging.merge([case.pk], by=officer, at=NOON)

    sentences = "；".join(outcome.refused[case.pk])
    assert "期初数据" in sentences
    assert "权益告知" in sentences
    assert "尚未选择" in sentences


def test_the_opening_counts_from_the_moment_it_is_put_in_force(officer: Officer) -> None:
    case = case_in(CaseState.MERGING, rights_told_on=TODAY, choice=MergeChoice.RESIDENT)
    before = merging.merge([case.pk], by=officer, at=NOON)

    merging.note_opening([case.person_id], at=NOON)
    after = merging.merge([case.pk], by=officer, at=NOON)

    assert list(before.refused) == [case.pk]
    assert after.done == [case.pk]


def test_an_opening_put_in_force_before_the_case_was_accepted_counts_too(officer: Officer) -> None:
    person = PersonFactory()
    merging.note_opening([person.pk], at=NOON)

    case = case_in(
        CaseState.MERGING, person=person, rights_told_on=TODAY, choice=MergeChoice.RESIDENT
    )

    assert merging.merge([case.pk], by=officer, at=NOON).done == [case.pk]


def test_rights_are_told_for_a_whole_list(officer: Officer) -> None:
    keys = [case_in(CaseState.MERGING).pk for _ in range(40)]

    outcome = merging.tell_rights(keys, told_on=date(2022, 10, 8), by=officer, at=NOON)

    assert len(outcome.done) == 40
    assert Case.objects.filter(rights_told_on=date(2022, 10, 8)).count() == 40
    event = Case.objects.get(pk=keys[0]).events.get(step="tell_rights")
    assert "2022-10-08" in event.reason


def test_rights_are_not_told_tomorrow(officer: Officer) -> None:
    case = case_in(CaseState.MERGING)

    with pytest.raises(CaseError, match="晚于今天"):
        merging.tell_rights([case.pk], told_on=TODAY + timedelta(days=1), by=officer, at=NOON)


def test_a_choice_comes_after_the_rights_were_told(officer: Officer) -> None:
    untold = case_in(CaseState.MERGING)
    told = case_in(CaseState.MERGING, rights_told_on=TODAY)
    wanted = {untold.pk: MergeChoice.LEAVE, told.pk: MergeChoice.LEAVE}

    outcome = merging.note_choices(wanted, by=officer, at=NOON)

    untold.refresh_from_db()
    told.refresh_from_db()
    assert list(outcome.refused) == [untold.pk]
    assert (untold.choice, told.choice) == (MergeChoice.UNDECIDED, MergeChoice.LEAVE)


def test_a_choice_that_is_noted_already_leaves_no_second_event(officer: Officer) -> None:
    case = ready()

    outcome = merging.note_choices({case.pk: MergeChoice.RESIDENT}, by=officer, at=NOON)

    assert outcome.done == []
    assert not case.events.filter(step="note_choice").exists()


def test_merging_twice_has_no_second_effect(officer: Officer) -> None:
    case = ready()
    merging.merge([case.pk], by=officer, at=NOON)

    again = merging.merge([case.pk], by=officer, at=NOON)

    assert list(again.refused) == [case.pk]
    assert SchemeEnrollment.objects.filter(person=case.person).count() == 1


def test_whoever_entered_the_case_elsewhere_does_not_merge_it(officer: Officer) -> None:
    case = ready()
    case.desks.create(officer=officer, desk=Desk.ENTRY)

    outcome = merging.merge([case.pk], by=officer, at=NOON)

    assert "同一人" in outcome.refused[case.pk][0]


@pytest.mark.parametrize("post", [Post.SECOND_CHECK, Post.JOINT_REVIEW])
def test_other_posts_of_the_bureau_do_not_merge(post: Post) -> None:
    case = ready()

    outcome = merging.merge([case.pk], by=holder(post), at=NOON)

    assert "区级并轨" in outcome.refused[case.pk][0]


def test_stages_tell_what_a_case_waits_for(officer: Officer) -> None:
    ready()
    case_in(CaseState.MERGING)
    case_in(CaseState.MERGING, rights_told_on=TODAY)

    counts = dict(stage_counts(officer))

    assert counts == {
        MergeStage.OPENING: 2,
        MergeStage.TELLING: 1,
        MergeStage.CHOOSING: 1,
        MergeStage.READY: 1,
    }


def test_rows_and_stages_agree_on_who_is_ready(officer: Officer) -> None:
    ready()
    case_in(CaseState.MERGING, rights_told_on=TODAY)
    cases = at_merge_desk(officer)

    by_row = {
        row.key
        for row in merge_rows(list(cases.select_related("person", "region__parent")))
        if row.is_ready
    }

    assert by_row == set(at_stage(cases, MergeStage.READY).values_list("pk", flat=True))


def test_particulars_that_do_not_match_are_named(officer: Officer) -> None:
    case = case_in(CaseState.MERGING)
    Person.objects.filter(pk=case.person_id).update(name="演示另名", birth_date=date(1960, 1, 1))

    (row,) = merge_rows(list(at_merge_desk(officer).select_related("person", "region__parent")))

    assert "受理时的姓名" in row.differences[0]
    assert "出生日期" in row.differences[1]


def test_the_database_refuses_a_merged_case_without_its_moment() -> None:
    case = ready()

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=CaseState.MERGED)
