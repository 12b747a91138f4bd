"""What holds for every person: parts add up, limits hold, more contributions never mean less."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.categories import Category, Confirmation, Drawing, Scheme
from pension.vocabulary.months import Month
from subsidies.rules.decide import decide
from subsidies.rules.decision import Decision
from subsidies.rules.facts import Facts, LegacyMonths
from subsidies.rules.vocabulary import Kind, Reason
from tests.factories.facts import DAY, existing, original, rule_set
from tests.subsidies.rules.strategies import days, fen, known_contributions, people, used, years

STANDARD, LIMIT = 100_000, 15
FULL = STANDARD * LIMIT

outside_legacy = st.sampled_from((Category.EXISTING, Category.NEW))
shares = st.sampled_from(("0", "0.5", "0.80", "0.333333", "1"))
drawing_rules = st.sampled_from(("lump", "yearly", "none"))


def through_text(stored: dict[str, Any]) -> dict[str, Any]:
    """Store and read back."""
    return json.loads(json.dumps(stored))


def subsidy(decision: Decision) -> int:
    """Everything that counts against N years and S·N."""
    return decision.sum_fen(Kind.YEARLY, Kind.LUMP, Kind.TOP_UP)


@given(people, drawing_rules)
def test_nobody_gets_more_than_the_years_left_are_worth(person: Facts, choice: str) -> None:
    decision = decide(person, rule_set(drawing_resident=choice))

    assert 0 <= subsidy(decision) <= STANDARD * max(0, LIMIT - (person.used_years or 0))
    assert decision.years_left is None or 0 <= decision.years_left <= LIMIT


@given(people)
def test_a_sum_that_is_due_is_never_zero_or_below(person: Facts) -> None:
    decision = decide(person, rule_set())

    assert [due for due in decision.dues + decision.proposed if due.amount_fen <= 0] == []


@given(people)
def test_every_kind_and_year_falls_due_once(person: Facts) -> None:
    decision = decide(person, rule_set())

    claims = [(due.kind, due.year) for due in decision.dues]
    assert len(claims) == len(set(claims))


@given(people)
def test_every_line_of_the_working_cites_a_document(person: Facts) -> None:
    decision = decide(person, rule_set())

    assert [line for line in decision.lines if not line.document] == []


@given(fen)
def test_the_top_up_and_what_was_enjoyed_make_the_whole(enjoyed: int) -> None:
    person = original(scheme=Scheme.RESIDENT, enjoyed_fen=enjoyed)

    decision = decide(person, rule_set())

    assert decision.sum_fen(Kind.TOP_UP) + enjoyed == max(FULL, enjoyed)
    assert decision.years_left == 0


@given(fen, fen)
def test_who_enjoyed_more_is_topped_up_less(enjoyed: int, more: int) -> None:
    person = original(scheme=Scheme.RESIDENT, enjoyed_fen=enjoyed)

    less = decide(replace(person, enjoyed_fen=enjoyed + more), rule_set())

    assert less.sum_fen(Kind.TOP_UP) <= decide(person, rule_set()).sum_fen(Kind.TOP_UP)


@given(st.sampled_from((Scheme.RESIDENT, Scheme.EMPLOYEE)), years, used, st.data())
def test_the_order_of_years_does_not_matter(
    scheme: Scheme, claimed: tuple[int, ...], paid: int, data: st.DataObject
) -> None:
    person = existing(scheme=scheme, years=claimed, used_years=paid)
    shuffled = tuple(data.draw(st.permutations(claimed)))

    decision = decide(replace(person, years=shuffled), rule_set(first_year="2012"))

    assert decision == decide(person, rule_set(first_year="2012"))


@given(st.sampled_from((Scheme.RESIDENT, Scheme.EMPLOYEE)), years, years, used)
def test_more_contributions_never_mean_less(
    scheme: Scheme, claimed: tuple[int, ...], more: tuple[int, ...], paid: int
) -> None:
    person = existing(scheme=scheme, years=claimed, used_years=paid)
    rules = rule_set(first_year="2012")

    richer = decide(replace(person, years=claimed + more), rules)

    assert subsidy(richer) >= subsidy(decide(person, rules))


@given(years, st.integers(0, 15), st.integers(0, 25))
def test_paying_in_two_steps_comes_to_the_same_as_paying_at_once(
    claimed: tuple[int, ...], paid: int, first_part: int
) -> None:
    distinct = tuple(sorted(set(claimed)))
    person = existing(years=distinct, used_years=paid)
    at_once = decide(person, rule_set())
    first = decide(replace(person, years=distinct[:first_part]), rule_set())
    settled = frozenset(due.year for due in first.dues if due.year is not None)

    second = decide(replace(person, paid_years=settled, used_years=paid + len(settled)), rule_set())

    assert set(first.dues + second.dues) == set(at_once.dues)
    assert second.years_left == at_once.years_left


@given(years, used)
def test_the_earliest_years_are_paid_first(claimed: tuple[int, ...], paid: int) -> None:
    decision = decide(existing(years=claimed, used_years=paid), rule_set())

    in_order = sorted(set(claimed))
    assert [due.year for due in decision.dues] == in_order[: max(0, LIMIT - paid)]


@given(years, used)
def test_a_lump_and_the_years_used_make_the_whole(claimed: tuple[int, ...], paid: int) -> None:
    person = existing(drawing=Drawing.RESIDENT, years=claimed, used_years=paid)

    decision = decide(person, rule_set(drawing_resident="lump"))

    assert subsidy(decision) + STANDARD * min(paid, LIMIT) == FULL
    assert decision.years_left == 0


@given(years, used, st.integers(0, 20), st.integers(0, 5))
def test_a_longer_window_never_means_less_and_no_year_outside_is_paid(
    claimed: tuple[int, ...], paid: int, catch_up: int, more: int
) -> None:
    person = existing(scheme=Scheme.EMPLOYEE, years=claimed, used_years=paid)

    shorter, longer = (
        decide(person, rule_set(employee_catch_up=str(window)))
        for window in (catch_up, catch_up + more)
    )

    assert subsidy(shorter) <= subsidy(longer)
    assert {due.year for due in shorter.dues} <= set(range(DAY.year - catch_up, DAY.year + 1))


@given(fen)
def test_who_leaves_gets_exactly_the_balance(balance: int) -> None:
    for scheme in (Scheme.EMPLOYEE, Scheme.LEAVING):
        decision = decide(original(scheme=scheme, balance_fen=balance), rule_set())

        assert decision.sum_fen(Kind.BALANCE) == balance


@given(people, outside_legacy)
def test_without_confirmation_nobody_outside_the_legacy_scheme_gets_a_subsidy(
    person: Facts, category: Category
) -> None:
    unconfirmed = replace(person, category=category, confirmation=Confirmation.NO)

    decision = decide(unconfirmed, rule_set())

    assert subsidy(decision) == 0


@given(people, outside_legacy)
def test_what_is_proposed_is_what_confirmation_makes_due(person: Facts, category: Category) -> None:
    unconfirmed = replace(person, category=category, confirmation=Confirmation.NO, legacy=())

    proposed = decide(unconfirmed, rule_set()).proposed

    confirmed = decide(replace(unconfirmed, confirmation=Confirmation.YES), rule_set())
    assert proposed == confirmed.dues


@given(days, days, st.integers(1, 20))
def test_an_older_person_is_never_too_young_where_a_younger_one_is_not(
    born: date, taken: date, years_older: int
) -> None:
    rules = rule_set(minimum_age="16")
    older = born.replace(year=born.year - years_older, day=min(born.day, 28))

    refused = [
        Reason.MINOR in decide(existing(birth=birth, taken_on=taken), rules).reasons
        for birth in (older, born)
    ]

    assert refused in ([False, False], [False, True], [True, True])


@given(st.lists(known_contributions, min_size=1, max_size=3), shares)
def test_person_and_subsidy_add_up_to_the_contribution(
    legacy: list[LegacyMonths], share: str
) -> None:
    found = decide(existing(legacy=tuple(legacy)), rule_set(ramp=share)).legacy

    assert found is not None
    assert found.person_fen + found.subsidy_fen == found.contribution_fen
    assert found.person_fen >= 0
    assert found.subsidy_fen >= 0


@given(st.integers(1, 30_000), st.integers(1, 240), fen)
def test_given_and_back_payment_make_the_subsidy_unless_more_was_given(
    monthly: int, count: int, given_before: int
) -> None:
    contribution = LegacyMonths(
        start=Month(2007, 1), months=count, monthly_fen=monthly, given_fen=given_before
    )

    found = decide(existing(legacy=(contribution,)), rule_set()).legacy

    assert found is not None
    assert found.back_payment_fen == max(0, found.subsidy_fen - given_before)


@given(st.integers(1, 30_000), st.integers(1, 240))
def test_more_months_never_mean_a_smaller_subsidy(monthly: int, count: int) -> None:
    fewer = LegacyMonths(start=Month(2007, 1), months=count, monthly_fen=monthly)
    more = replace(fewer, months=count + 1)

    found = [decide(existing(legacy=(run,)), rule_set()).legacy for run in (fewer, more)]

    assert found[0] is not None
    assert found[1] is not None
    assert found[0].subsidy_fen <= found[1].subsidy_fen


@given(people, days)
def test_death_never_makes_more_due(person: Facts, died: date) -> None:
    rules = rule_set(death_year_counts="否", death_stop_months="1")

    dead = decide(replace(person, died_on=died, legacy=()), rules)

    alive = decide(replace(person, died_on=None, legacy=()), rules)
    assert dead.total_fen <= alive.total_fen


@given(people, drawing_rules)
def test_facts_and_decisions_survive_a_journey_through_json(person: Facts, choice: str) -> None:
    decision = decide(person, rule_set(drawing_resident=choice))

    assert Facts.from_json(through_text(person.to_json())) == person
    assert Decision.from_json(through_text(decision.to_json())) == decision


@given(people, drawing_rules)
def test_the_text_of_a_decision_is_its_json_in_canonical_form(person: Facts, choice: str) -> None:
    decision = replace(
        decide(person, rule_set(drawing_resident=choice)), doubts=('引号“"”与反斜杠\\',)
    )

    text = decision.to_text()

    said = decision.to_json()
    assert text == json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@given(people)
def test_the_text_of_facts_is_their_json_in_canonical_form_without_the_day(person: Facts) -> None:
    said = person.to_json()
    del said["judged_on"]

    text = person.undated_text()

    assert text == json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
