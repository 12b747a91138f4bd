"""The next case where more wait than are counted, and where an officer has several desks."""

from datetime import timedelta

import pytest

from enrollment.models import Case
from enrollment.queries.queues import due_first, next_of
from enrollment.workflow.desks import QUEUES
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.queries.worklist import MOST_COUNTED
from pension.vocabulary.posts import Post
from tests.benchmarks import population
from tests.clock import NOON
from tests.factories.enrollment import case_in
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
TODAY, DAY = NOON.date(), timedelta(days=1)


def at(key: int, **facts: object) -> int:
    """Change a case of the many; gives its key back."""
    Case.objects.filter(pk=key).update(**facts)
    return key


def many_waiting() -> Officer:
    """Some more undated cases at one desk than are counted; gives an officer of the desk."""
    population.people(MOST_COUNTED + 5)
    population.cases(MOST_COUNTED + 5, [CaseState.JOINT_REVIEW])
    return holder(Post.JOINT_REVIEW)


def test_of_very_many_cases_dated_ones_come_first_and_then_the_oldest() -> None:
    officer = many_waiting()
    keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    late = at(keys[900], due_date=TODAY + DAY)
    soon = at(keys[5_000], due_date=TODAY)
    old = at(keys[9_000], state_since=NOON - DAY)

    assert [case.pk for case in due_first(officer, 5)] == [soon, late, old, keys[0], keys[1]]
    assert next_of(officer, QUEUES["joint"]) == soon
    assert next_of(officer, QUEUES["joint"], skip=[soon, late, old]) == keys[0]


def test_of_very_many_cases_no_more_are_given_than_asked_for() -> None:
    officer = many_waiting()
    Case.objects.filter(pk__lte=Case.objects.order_by("pk")[3].pk).update(due_date=TODAY)

    assert len(due_first(officer, 2)) == 2


def test_the_cases_of_several_desks_are_put_into_one_turn() -> None:
    officer = holder(Post.STREET_REVIEW)
    undated = case_in(CaseState.STREET, due_date=None)
    late = case_in(CaseState.STREET, due_date=TODAY + DAY)
    soon = case_in(CaseState.NOTICE, due_date=TODAY)

    assert [case.pk for case in due_first(officer, 5)] == [soon.pk, late.pk, undated.pk]
