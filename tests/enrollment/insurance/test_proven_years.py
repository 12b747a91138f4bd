"""Years of contribution with the year in which their proof was handed in, by the local calendar."""

from datetime import UTC, datetime

import pytest
from django.db.models import Model

from enrollment.models import Contribution, Person
from enrollment.queries.proven_years import proven_years
from enrollment.workflow.states import CaseState
from pension.models import Region
from tests.benchmarks import population

pytestmark = pytest.mark.django_db
BEFORE_MIDNIGHT = datetime(2021, 12, 31, 15, 59, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2021, 12, 31, 16, 0, tzinfo=UTC)
LATER = datetime(2023, 5, 1, tzinfo=UTC)


def test_a_proof_belongs_to_the_local_year_in_which_it_was_entered() -> None:
    population.people(2)
    population.contributions(2, population.cases(2, [CaseState.CONFIRMED]))
    for year, entered_at in ((2012, BEFORE_MIDNIGHT), (2013, AFTER_MIDNIGHT), (2014, LATER)):
        Contribution.objects.filter(person=1, year=year).update(entered_at=entered_at)

    found = proven_years([1])

    assert [one.claimed_in for one in found[1][:3]] == [2021, 2022, 2023]
    assert [one.year for one in found[1]] == list(population.YEARS)


def test_who_has_no_proof_has_no_years() -> None:
    assert proven_years([1]) == {}


@pytest.mark.parametrize("model", [Person, Region])
def test_rows_are_found_among_as_many_keys_as_one_likes(model: type[Model]) -> None:
    population.people(3)
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))[:2]
    absent = range(10**6, 10**6 + 3000)

    found = model._default_manager.filter(pk__among=[*keys, *absent])

    assert sorted(found.values_list("pk", flat=True)) == keys
    assert not model._default_manager.filter(pk__among=[]).exists()
