"""Periods are counted in calendar days or in working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pension.vocabulary.workdays import DayKind, days_between, deadline, is_working_day

# The autumn holiday of 2022: off from 1 to 7 October, worked on 8 and 9 October.
OFF = frozenset(date(2022, 10, 1) + timedelta(days=offset) for offset in range(7))
WORKED = frozenset({date(2022, 10, 8), date(2022, 10, 9)})
FRIDAY = date(2022, 9, 30)
DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2022, 9, 30), True),
        (date(2022, 10, 3), False),
        (date(2022, 10, 8), True),
        (date(2022, 10, 15), False),
    ],
)
def test_a_listed_day_goes_before_the_day_of_the_week(day: date, is_worked: bool) -> None:
    assert is_working_day(day, OFF, WORKED) is is_worked


def test_calendar_days_run_through_holidays_and_leave_the_first_day_out() -> None:
    assert deadline(FRIDAY, 7, DayKind.CALENDAR, OFF, WORKED) == date(2022, 10, 7)


def test_working_days_skip_holidays_and_count_worked_weekends() -> None:
    assert deadline(FRIDAY, 3, DayKind.WORKING, OFF, WORKED) == date(2022, 10, 10)


def test_working_days_skip_plain_weekends() -> None:
    assert deadline(FRIDAY, 1, DayKind.WORKING, frozenset(), frozenset()) == date(2022, 10, 3)


@given(DAYS, st.integers(1, 60), st.sampled_from(DayKind))
def test_the_days_up_to_a_deadline_are_the_days_it_was_set_for(
    start: date, days: int, kind: DayKind
) -> None:
    end = deadline(start, days, kind, OFF, WORKED)

    assert days_between(start, end, kind, OFF, WORKED) == days


def test_nothing_lies_between_a_day_and_an_earlier_one() -> None:
    assert days_between(FRIDAY, date(2022, 9, 1), DayKind.CALENDAR, OFF, WORKED) == 0


def test_a_period_of_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="天数"):
        deadline(FRIDAY, -1, DayKind.WORKING, OFF, WORKED)
