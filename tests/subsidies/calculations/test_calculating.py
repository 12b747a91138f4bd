"""Calculations on real rows: kept once, cited, traced, and only by those who may."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from enrollment.rules.categories import Category, Scheme
from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, Entitlement
from subsidies.rules.vocabulary import Kind, ParameterName, Reason
from subsidies.services import calculations
from tests.clock import NOON
from tests.factories.dues import (
    contribute,
    insured_case,
    rules_in_force,
)
from tests.factories.kernel import holder
from tests.subsidies.calculations.ledger import TODAY, calculate, current, live

pytestmark = pytest.mark.django_db


@pytest.fixture
def preparer() -> Officer:
    return holder(Post.PREPARE)


def test_a_confirmed_resident_gets_each_contributed_year_once(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))

    summary = calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "due"), ("yearly", 2021, 100_000, "due")]
    assert (summary.created, summary.due_fen[Kind.YEARLY]) == (2, 200_000)
    assert (current(case).due_fen, current(case).years_left) == (200_000, 13)


def test_a_second_run_changes_nothing(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    before = list(Entitlement.objects.values())

    summary = calculate(case, preparer)

    assert (summary.stored, summary.unchanged, summary.created, summary.cancelled) == (0, 1, 0, 0)
    assert list(Entitlement.objects.values()) == before
    assert Calculation.objects.count() == 1


def test_another_day_alone_makes_no_new_calculation(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    calculate(case, preparer, date(2022, 10, 30))

    calculate(case, preparer, date(2022, 10, 31))

    assert Calculation.objects.count() == 1


def test_every_line_of_the_working_names_its_document(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))

    calculate(case, preparer)

    line = current(case).lines.get()
    assert (line.label, line.amount_fen) == ("2020年度", 100_000)
    assert line.document.startswith("昆政办〔2020〕3号")
    assert current(case).number == "HS530114-2022-000001"


def test_a_missing_parameter_is_refused_by_its_name(preparer: Officer) -> None:
    rules_in_force(without=ParameterName.MINIMUM_AGE)
    case = insured_case(years=(2020,))

    summary = calculate(case, preparer)

    assert live(case) == []
    assert dict(summary.missing) == {"最低年龄未录入": 1}
    assert summary.refused[Reason.PARAMETER_MISSING] == 1


def test_a_day_without_a_rule_set_is_refused(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))

    with pytest.raises(CaseError, match="2019年12月31日有效的补助规则未录入"):
        calculate(case, preparer, date(2019, 12, 31))


def test_years_of_another_scheme_are_told_and_not_paid(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    contribute(case, 2021, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert [year for _, year, _, _ in live(case)] == [2020]
    assert any("2021年度登记为另一参保制度" in doubt for doubt in current(case).decision["doubts"])


def test_people_of_another_district_office_are_left_out(preparer: Officer) -> None:
    rules = rules_in_force()
    here, there = insured_case(years=(2020,)), insured_case(years=(2020,), code="53011400600101")
    clerk = holder(Post.PREPARE, "530114005")

    summary = calculations.calculate_many(
        [here.pk, there.pk], rules, judged_on=TODAY, by=clerk, at=NOON
    )

    assert summary.persons == 1
    assert live(there) == []


@pytest.mark.parametrize("post", [Post.SECOND_CHECK, Post.DIRECTOR, Post.COMMUNITY_ENTRY])
def test_only_the_preparer_calculates(post: Post) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))

    with pytest.raises(CaseError, match="核算编制"):
        calculate(case, holder(post))


def test_each_new_calculation_leaves_a_trace(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))

    calculate(case, preparer)
    calculate(case, preparer)

    traces = AuditEntry.objects.filter(action="核算补助", subject_id=str(case.pk))
    assert [entry.detail["due_fen"] for entry in traces] == [100_000]


def test_a_new_rule_set_makes_a_new_calculation(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    calculate(case, preparer)
    rules_in_force(valid_from=date(2022, 10, 1), yearly_subsidy="1200")

    calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 120_000, "due")]
    assert Calculation.objects.filter(is_current=False).count() == 1


def test_the_number_of_queries_does_not_grow_with_the_people(
    preparer: Officer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rules = rules_in_force()
    keys = [insured_case(years=(2020, 2021), category=Category.NEW).pk for _ in range(12)]

    with django_assert_max_num_queries(40):
        calculations.calculate_many(keys, rules, judged_on=TODAY, by=preparer, at=NOON)
