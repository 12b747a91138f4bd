"""Schemes and years of contribution: one scheme at a time, a year once, each with its proof."""

from datetime import date

import pytest

from enrollment.models import Contribution, Person, SchemeEnrollment
from enrollment.rules.categories import Drawing, Scheme
from enrollment.services import insurance
from enrollment.services.insurance import Choice, ContributionYear
from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.enrollment import PersonFactory
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
DAY = date(2022, 10, 1)


@pytest.fixture
def clerk() -> Officer:
    return holder(Post.MERGE)


@pytest.fixture
def person() -> Person:
    return PersonFactory()


def choose(person: Person, scheme: Scheme, by: Officer, day: date = DAY) -> None:
    insurance.choose_scheme(person.pk, scheme, from_day=day, source="并轨选择", by=by, at=NOON)


def year(person: Person, number: int, proof: str = "演示凭证") -> ContributionYear:
    return ContributionYear(person.pk, number, proof, "演示")


def test_a_change_ends_the_scheme_before_and_keeps_the_pension_drawn(
    person: Person, clerk: Officer
) -> None:
    first = Choice(person.pk, date(2020, 1, 1), "名册", Scheme.LEGACY, Drawing.RESIDENT)
    insurance.choose_many([first], by=clerk, at=NOON)

    choose(person, Scheme.RESIDENT, clerk)

    rows = SchemeEnrollment.objects.filter(person=person).order_by("valid_from")
    assert [(row.scheme, row.drawing, row.valid_to) for row in rows] == [
        ("legacy", "resident", DAY),
        ("resident", "resident", None),
    ]


def test_the_same_choice_again_writes_nothing(person: Person, clerk: Officer) -> None:
    choose(person, Scheme.RESIDENT, clerk)

    choose(person, Scheme.RESIDENT, clerk, date(2022, 10, 30))

    assert SchemeEnrollment.objects.filter(person=person).count() == 1
    assert AuditEntry.objects.filter(action="登记参保制度").count() == 1


def test_a_choice_before_the_one_in_force_is_refused(person: Person, clerk: Officer) -> None:
    choose(person, Scheme.RESIDENT, clerk)

    with pytest.raises(CaseError, match="早于现参保登记的起始日期 2022-10-01"):
        choose(person, Scheme.EMPLOYEE, clerk, date(2022, 9, 30))


def test_a_year_is_noted_once_whatever_the_scheme(person: Person, clerk: Officer) -> None:
    choose(person, Scheme.RESIDENT, clerk)
    insurance.record_contributions([year(person, 2021)], by=clerk, at=NOON)
    choose(person, Scheme.EMPLOYEE, clerk, date(2022, 10, 2))

    new = insurance.record_contributions(
        [year(person, 2021), year(person, 2022)], by=clerk, at=NOON
    )

    assert new == 1
    rows = Contribution.objects.filter(person=person).values_list("year", "scheme")
    assert sorted(rows) == [(2021, "resident"), (2022, "employee")]


def test_a_voided_year_can_be_noted_again(person: Person, clerk: Officer) -> None:
    insurance.record_contributions([year(person, 2021)], by=clerk, at=NOON)
    wrong = Contribution.objects.get()
    insurance.void_contribution(wrong.pk, reason="凭证不符", by=clerk, at=NOON)

    new = insurance.record_contributions([year(person, 2021)], by=clerk, at=NOON)

    assert new == 1


def test_a_year_is_voided_once_and_with_a_reason(person: Person, clerk: Officer) -> None:
    insurance.record_contributions([year(person, 2021)], by=clerk, at=NOON)
    wrong = Contribution.objects.get()

    with pytest.raises(CaseError, match="理由"):
        insurance.void_contribution(wrong.pk, reason=" ", by=clerk, at=NOON)
    insurance.void_contribution(wrong.pk, reason="凭证不符", by=clerk, at=NOON)
    with pytest.raises(CaseError, match="已经作废"):
        insurance.void_contribution(wrong.pk, reason="凭证不符", by=clerk, at=NOON)


@pytest.mark.parametrize("number", [1989, 2023])
def test_a_year_outside_time_is_refused(person: Person, clerk: Officer, number: int) -> None:
    with pytest.raises(CaseError, match=f"缴费年度{number}"):
        insurance.record_contributions([year(person, number)], by=clerk, at=NOON)


def test_a_year_without_proof_is_refused(person: Person, clerk: Officer) -> None:
    with pytest.raises(CaseError, match="没有填写缴费凭证"):
        insurance.record_contributions([year(person, 2021, " ")], by=clerk, at=NOON)


def test_only_the_bureaus_desks_prove_a_year(person: Person) -> None:
    with pytest.raises(CaseError, match="区级并轨"):
        insurance.prove_year(year(person, 2021), by=holder(Post.SECOND_CHECK), at=NOON)


def test_a_person_outside_the_office_is_refused(person: Person) -> None:
    stranger = holder(Post.MERGE, "530114006")

    with pytest.raises(CaseError, match="不在本机构的范围"):
        insurance.prove_year(year(person, 2021), by=stranger, at=NOON)
