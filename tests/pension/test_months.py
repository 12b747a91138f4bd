"""Months are values that can be read, counted and compared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pension.vocabulary.months import Month, months_from

MONTHS = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


@given(MONTHS)
def test_a_printed_month_is_read_back(month: Month) -> None:
    assert Month.parse(str(month)) == Month.parse(month.label) == month


@pytest.mark.parametrize(
    "typed", ["2021-01", "2021.1", "2021/1", "202101", "２０２１年１月", " 2021-1 "]
)
def test_months_are_read_as_clerks_type_them(typed: str) -> None:
    assert Month.parse(typed) == Month(2021, 1)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("2021", "不是月份"), ("2021-13", "不存在"), ("21-01", "不是月份"), ("", "不是月份")],
)
def test_what_is_no_month_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Month.parse(typed)


@given(MONTHS, st.integers(-600, 600))
def test_going_forth_and_back_comes_home(month: Month, count: int) -> None:
    assert month.plus(count).plus(-count) == month


@given(MONTHS, st.integers(1, 60))
def test_later_months_sort_behind_earlier_ones(month: Month, count: int) -> None:
    assert month < month.plus(count)


def test_a_run_of_months_crosses_the_year() -> None:
    assert [str(month) for month in months_from(Month(2020, 11), 3)] == [
        "2020-11",
        "2020-12",
        "2021-01",
    ]


def test_a_run_of_no_months_is_empty() -> None:
    assert months_from(Month(2020, 11), 0) == []


def test_a_negative_run_is_refused() -> None:
    with pytest.raises(ValueError, match="月数"):
        months_from(Month(2020, 11), -1)


def test_a_month_knows_its_days() -> None:
    february = Month.of(date(2020, 2, 17))

    assert (february.first_day(), february.last_day()) == (date(2020, 2, 1), date(2020, 2, 29))
