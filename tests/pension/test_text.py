"""Typed text is put in order, and days and years are read from it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pension.vocabulary import text


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("　演示 一　", "演示一"),
        ("演示・古丽", "演示·古丽"),
        ("演示 • 古丽", "演示·古丽"),
        ("演示‧古丽", "演示·古丽"),
        ("５３０１２１", "530121"),
        ("\ufeff演示\u200b一", "演示一"),
        ("\u2066演示\u061c一\u2069\u202e", "演示一"),
        ("two  words\n here", "two words here"),
        ("第 3 组", "第 3 组"),
        ("1组征地协议(演示)", "1组征地协议（演示）"),
        ("no (Chinese)", "no (Chinese)"),
    ],
)
def test_harmless_differences_are_put_right(typed: str, tidied: str) -> None:
    assert text.tidy(typed) == tidied


@pytest.mark.parametrize("name", ["𬭎", "赟", "䶮", "㛃", "喆", "堃", "演示·古丽"])
def test_rare_characters_of_names_stay(name: str) -> None:
    assert text.tidy(name) == name


@given(st.text())
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    once = text.tidy(typed)

    assert text.tidy(once) == once


@pytest.mark.parametrize(
    "typed",
    [
        "2015-06-01",
        "2015.6.1",
        "2015/6/1",
        "20150601",
        "2015年6月1日",
        "２０１５．６．１",
        "2015 年 6 月 1 日",
    ],
)
def test_days_are_read_as_clerks_type_them(typed: str) -> None:
    assert text.parse_day(typed) == date(2015, 6, 1)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2015.2.30", "日历上没有2015年2月30日"),
        ("2015.6", "不是完整的日期"),
        ("15.6.1", "不是完整的日期"),
        ("2015.6-1", "不是完整的日期"),
        ("六月", "不是完整的日期"),
        ("", "不是完整的日期"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        text.parse_day(typed)


@given(st.dates(date(1000, 1, 1)))
def test_every_printed_day_is_read_back(day: date) -> None:
    assert text.parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("2020、2021", (2020, 2021)),
        ("2021，2020", (2020, 2021)),
        ("2018-2020；2023年", (2018, 2019, 2020, 2023)),
        ("2018年至2019年", (2018, 2019)),
        ("", ()),
    ],
)
def test_lists_of_years_are_read_sorted(typed: str, years: tuple[int, ...]) -> None:
    assert text.parse_years(typed) == years


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("20", "不是年度"),
        ("2020、2019-2021", "2020年度重复"),
        ("2021-2019", "先后颠倒"),
        ("0021", "超出范围"),
        ("2020和", "不是年度"),
    ],
)
def test_what_are_no_years_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        text.parse_years(typed)


def test_control_characters_are_found_and_line_breaks_are_none() -> None:
    assert text.has_control_characters("演示\x00一")
    assert not text.has_control_characters("演示\n一")
