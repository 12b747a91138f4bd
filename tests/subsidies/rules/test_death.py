"""D16: what death ends, who is paid then, and what an officer is asked to look at."""

from datetime import date

import pytest

from enrollment.rules.categories import Drawing, Scheme
from subsidies.rules.decide import decide
from subsidies.rules.facts import Facts
from subsidies.rules.vocabulary import ParameterName, Payee, Reason
from tests.factories.facts import existing, original, rule_set

DIED = date(2020, 6, 1)


def test_the_heir_receives_cash_of_a_dead_person() -> None:
    person = original(scheme=Scheme.LEAVING, died_on=date(2021, 6, 1))

    decision = decide(person, rule_set())

    assert [due.payee for due in decision.dues] == [Payee.HEIR]


def test_years_after_death_do_not_count() -> None:
    person = existing(years=(2019, 2020, 2021), died_on=date(2020, 6, 1))

    decision = decide(person, rule_set(death_year_counts="是"))

    assert [due.year for due in decision.dues] == [2019, 2020]
    assert decision.reasons == {Reason.DECEASED}


def test_the_year_of_death_counts_only_where_the_rule_set_says_so() -> None:
    person = existing(years=(2019, 2020), died_on=date(2020, 6, 1))

    decision = decide(person, rule_set(death_year_counts="否"))

    assert [due.year for due in decision.dues] == [2019]


def test_whether_the_year_of_death_counts_is_not_guessed() -> None:
    person = existing(years=(2019, 2020), died_on=date(2020, 6, 1))

    decision = decide(person, rule_set())

    assert [due.year for due in decision.dues] == [2019]
    assert decision.missing == ("死亡当年是否计补未录入",)


def test_death_refuses_a_year_also_where_the_window_is_not_stated() -> None:
    person = existing(scheme=Scheme.EMPLOYEE, years=(2020,), died_on=date(2019, 6, 1))

    decision = decide(person, rule_set(without=ParameterName.EMPLOYEE_CATCH_UP))

    assert decision.reasons == {Reason.DECEASED}


def test_window_and_year_of_death_are_both_named_where_neither_is_stated() -> None:
    person = existing(scheme=Scheme.EMPLOYEE, years=(2020,), died_on=date(2020, 6, 1))

    decision = decide(person, rule_set(without=ParameterName.EMPLOYEE_CATCH_UP))

    assert decision.missing == ("职工参保可补报年数未录入", "死亡当年是否计补未录入")


@pytest.mark.parametrize(
    "person",
    [
        original(scheme=Scheme.RESIDENT, died_on=DIED),
        existing(drawing=Drawing.RESIDENT, died_on=DIED),
    ],
)
def test_a_credit_of_all_years_to_a_dead_person_is_a_doubt(person: Facts) -> None:
    decision = decide(person, rule_set(drawing_resident="lump"))

    assert any("一次性计入个人账户的补助是否仍应计发" in told for told in decision.doubts)


@pytest.mark.parametrize(
    "person",
    [
        original(scheme=Scheme.EMPLOYEE, died_on=DIED),
        original(scheme=Scheme.RESIDENT, is_topped_up=True, died_on=DIED),
        original(scheme=Scheme.RESIDENT),
        existing(drawing=Drawing.NONE, died_on=DIED),
        existing(drawing=Drawing.RESIDENT),
    ],
)
def test_without_death_or_such_a_credit_there_is_no_such_doubt(person: Facts) -> None:
    decision = decide(person, rule_set(drawing_resident="lump", death_year_counts="是"))

    assert not any("是否仍应计发" in told for told in decision.doubts)
