"""Arbitrary people: what hypothesis draws facts from."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from enrollment.rules.categories import Category, Confirmation, Drawing, Scheme
from pension.vocabulary.months import Month
from subsidies.rules.facts import Facts, LegacyMonths

years = st.lists(st.integers(2005, 2026), max_size=25).map(tuple)
used = st.integers(0, 17)
fen = st.integers(0, 3_000_000)
days = st.dates(date(1940, 1, 1), date(2026, 12, 31))
months = st.builds(Month, st.integers(2005, 2024), st.integers(1, 12))


def known_or_not(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Now and then a fact is unknown."""
    return st.none() | values


contributions = st.builds(
    LegacyMonths,
    start=known_or_not(months),
    months=known_or_not(st.integers(0, 240)),
    monthly_fen=known_or_not(st.integers(1, 30_000)),
    given_fen=known_or_not(fen),
    is_collected=st.booleans(),
)

known_contributions = st.builds(
    LegacyMonths,
    start=months,
    months=st.integers(0, 240),
    monthly_fen=st.integers(1, 30_000),
    given_fen=fen,
    is_collected=st.booleans(),
)

people = st.builds(
    Facts,
    category=known_or_not(st.sampled_from(Category)),
    confirmation=known_or_not(st.sampled_from(Confirmation)),
    scheme=known_or_not(st.sampled_from(Scheme)),
    drawing=known_or_not(st.sampled_from(Drawing)),
    birth=known_or_not(days),
    judged_on=known_or_not(days),
    taken_on=known_or_not(days),
    in_school=known_or_not(st.booleans()),
    enjoyed_fen=known_or_not(fen),
    used_years=known_or_not(used),
    years=known_or_not(years),
    paid_years=st.frozensets(st.integers(2005, 2026), max_size=3),
    balance_fen=known_or_not(fen),
    legacy=st.lists(contributions, max_size=2).map(tuple),
    is_topped_up=st.booleans(),
    is_balance_returned=st.booleans(),
    died_on=st.none() | days,
)
