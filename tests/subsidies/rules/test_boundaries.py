"""The edges of the rules: the month of death, sums that just meet, facts that nothing waits for."""

from datetime import date
from typing import Any

import pytest

from enrollment.rules.categories import Category, Drawing, Scheme
from pension.vocabulary.months import Month
from subsidies.rules import death
from subsidies.rules.decide import decide
from subsidies.rules.explanations import explain
from subsidies.rules.facts import Facts, LegacyMonths
from subsidies.rules.gaps import gaps
from subsidies.rules.vocabulary import Channel, Payee, Reason
from tests.factories.facts import existing, legacy_months, original, rule_set

DIED = date(2021, 3, 15)


@pytest.mark.parametrize(
    ("channel", "payee"),
    [(Channel.BANK, Payee.HEIR), (Channel.RESIDENT_ACCOUNT, Payee.PERSON)],
)
def test_of_a_dead_person_cash_goes_to_the_heir_and_a_credit_stays(
    channel: Channel, payee: Payee
) -> None:
    assert death.payee(existing(died_on=DIED), channel) is payee


@pytest.mark.parametrize(
    ("start", "months", "stop_after", "counted"),
    [
        (Month(2020, 12), 3, "0", 3),  # all before the month of death
        (Month(2020, 12), 4, "0", 3),  # the last one is the month of death
        (Month(2020, 12), 4, "1", 4),  # which counts where the subsidy stops a month later
        (Month(2021, 3), 6, "0", 0),
        (Month(2021, 6), 6, "0", 0),  # all after the stop
        (Month(2021, 3), 0, "1", 0),
    ],
)
def test_months_count_until_the_subsidy_stops(
    start: Month, months: int, stop_after: str, counted: int
) -> None:
    parameters = rule_set(death_stop_months=stop_after)

    found = death.months_that_count(start, months, existing(died_on=DIED), parameters)

    assert found == counted


@pytest.mark.parametrize(
    ("taken_on", "age"), [(date(2010, 1, 1), 0), (date(2017, 3, 1), 5), (date(2017, 3, 2), 6)]
)
def test_the_age_at_the_taking_is_told_in_whole_years(taken_on: date, age: int) -> None:
    person = existing(birth=date(2011, 3, 2), taken_on=taken_on)

    decision = decide(person, rule_set(minimum_age="16"))

    assert decision.lines[0].formula.startswith(f"征地时{age}周岁，未满16周岁")
    assert decision.dues == ()


@pytest.mark.parametrize("used_years", [15, 16])
def test_no_top_up_is_left_when_the_years_are_used_up(used_years: int) -> None:
    person = original(scheme=Scheme.RESIDENT, enjoyed_fen=0, used_years=used_years)

    decision = decide(person, rule_set())

    assert (decision.dues, decision.reasons) == ((), {Reason.TOTAL_REACHED})


@pytest.mark.parametrize(
    ("enjoyed_fen", "is_doubtful"), [(299_999, True), (300_000, False), (300_001, False)]
)
def test_enjoyed_subsidies_are_weighed_against_the_years_paid(
    enjoyed_fen: int, is_doubtful: bool
) -> None:
    person = original(scheme=Scheme.RESIDENT, enjoyed_fen=enjoyed_fen, used_years=3)

    doubts = decide(person, rule_set()).doubts

    assert any("请核对是否漏计" in doubt for doubt in doubts) == is_doubtful


@pytest.mark.parametrize(
    ("known", "is_doubtful"),
    [
        ({"birth": None, "taken_on": date(2019, 1, 1)}, True),
        ({"birth": date(1979, 3, 2), "taken_on": None}, True),
        ({"birth": date(1979, 3, 2), "taken_on": date(2019, 1, 1)}, False),
    ],
)
def test_an_age_needs_both_days_to_be_tested(known: dict[str, Any], is_doubtful: bool) -> None:
    doubts = decide(existing(**known), rule_set(minimum_age="16")).doubts

    assert any("征地时的年龄没有核对" in doubt for doubt in doubts) == is_doubtful


def test_an_employee_of_pension_age_is_no_doubt() -> None:
    person = existing(scheme=Scheme.EMPLOYEE, birth=date(1950, 1, 1))

    assert decide(person, rule_set()).doubts == ()


@pytest.mark.parametrize(
    ("scheme", "drawing", "sentence"),
    [
        (Scheme.LEAVING, Drawing.NONE, "申请退保，终止"),
        (Scheme.EMPLOYEE, Drawing.EMPLOYEE, "已享受城镇职工养老保险待遇，终止"),
    ],
)
def test_the_working_says_why_the_legacy_scheme_ends(
    scheme: Scheme, drawing: Drawing, sentence: str
) -> None:
    decision = decide(original(scheme=scheme, drawing=drawing), rule_set())

    assert any(line.formula.startswith(sentence) for line in decision.lines)


def test_a_balance_of_nothing_is_worked_out_and_not_due() -> None:
    decision = decide(original(scheme=Scheme.LEAVING, balance_fen=0), rule_set())

    assert decision.dues == ()
    assert any("余额一次性退还" in line.formula for line in decision.lines)


def test_an_unknown_balance_is_left_out() -> None:
    decision = decide(original(scheme=Scheme.LEAVING, balance_fen=None), rule_set())

    assert not any("余额一次性退还" in line.formula for line in decision.lines)


def test_months_of_which_nothing_is_known_add_nothing_to_a_back_payment() -> None:
    known, unknown = legacy_months(given_fen=0), legacy_months(given_fen=None)

    alone = decide(existing(years=None, legacy=(known,)), rule_set())
    beside = decide(existing(years=None, legacy=(known, unknown)), rule_set())

    assert beside.total_fen == alone.total_fen > 0


def test_a_refused_year_adds_nothing_to_the_working() -> None:
    decision = decide(existing(years=(2005,)), rule_set(first_year="2010"))

    assert [line.amount_fen for line in decision.lines] == [0]


@pytest.mark.parametrize(
    ("claimed_in", "is_paid"), [(2018, False), (2019, True), (2021, True), (2022, False)]
)
def test_a_year_is_claimed_within_the_window(claimed_in: int, is_paid: bool) -> None:
    person = existing(scheme=Scheme.EMPLOYEE, years=(2019,), claims=((2019, claimed_in),))

    decision = decide(person, rule_set(employee_catch_up="2"))

    assert bool(decision.dues) == is_paid


@pytest.mark.parametrize(
    ("facts", "waits"),
    [
        (existing(years=()), ["缴费年度"]),
        (existing(years=(), scheme=None), []),
        (existing(), []),
        (original(scheme=Scheme.RESIDENT, enjoyed_fen=None), ["已享受政府补贴未知"]),
        (original(scheme=Scheme.RESIDENT, enjoyed_fen=None, is_topped_up=True), []),
        (original(scheme=Scheme.RESIDENT), []),
        (original(enjoyed_fen=None), []),
        (original(balance_fen=None), ["原账户余额未知"]),
        (original(balance_fen=None, is_balance_returned=True), []),
        (original(balance_fen=None, scheme=Scheme.RESIDENT), []),
        (original(years=()), ["缴费年度"]),
        (original(years=(), scheme=Scheme.LEAVING), []),
        (existing(legacy=(legacy_months(start=None),)), ["起始月或月数未知"]),
        (existing(legacy=(legacy_months(months=None),)), ["起始月或月数未知"]),
        (existing(legacy=(legacy_months(given_fen=None),)), ["原已补助金额未知"]),
        (existing(legacy=(legacy_months(given_fen=None, is_collected=False),)), []),
        (existing(legacy=(legacy_months(),)), []),
    ],
)
def test_only_what_something_waits_for_is_a_gap(facts: Facts, waits: list[str]) -> None:
    found = list(gaps(facts))

    assert len(found) == len(waits)
    assert all(word in sentence for word, sentence in zip(waits, found))


def test_what_was_decided_says_nothing_of_what_was_not() -> None:
    nothing_due = explain(decide(existing(years=(2005,)), rule_set(first_year="2010")))
    all_due = explain(decide(existing(), rule_set()))

    assert not any("这次之后" in sentence for sentence in nothing_due)
    assert not any("不是发放的承诺" in sentence for sentence in [*nothing_due, *all_due])
    assert len(all_due) == 2


def test_facts_are_kept_as_plain_values() -> None:
    facts = existing(category=Category.NEW, legacy=(LegacyMonths(start=Month(2021, 1), months=1),))

    plain = facts.to_json()

    assert (type(plain["category"]), plain["legacy"][0]["start"]) == (str, "2021-01")
    assert Facts.from_json(plain) == facts
