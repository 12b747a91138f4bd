"""The filters of templates."""

from datetime import UTC, date, datetime

import pytest

from pension.templatetags import pension_format as shown


def test_amounts_are_shown_in_yuan_and_in_ten_thousands() -> None:
    assert shown.yuan(123450) == "1,234.50"
    assert shown.wan(6_000_000_000) == "6,000"
    assert shown.capital(123400) == "壹仟贰佰叁拾肆元整"


@pytest.mark.parametrize(
    "show", [shown.yuan, shown.wan, shown.capital, shown.count, shown.day, shown.moment]
)
def test_what_is_not_known_is_a_dash_and_never_a_nought(show: object) -> None:
    assert callable(show)
    assert show(None) == "—"


def test_a_moment_is_shown_in_local_time() -> None:
    late = datetime(2022, 10, 30, 20, 5, tzinfo=UTC)

    assert shown.moment(late) == "2022-10-31 04:05"
    assert shown.short_day(late) == "10-31"


def test_days_are_written_as_lists_and_as_papers_write_them() -> None:
    assert shown.day(date(2022, 1, 5)) == "2022-01-05"
    assert shown.chinese_day(date(2022, 1, 5)) == "2022年1月5日"


def test_personal_data_is_masked() -> None:
    assert shown.masked_identity("530121197103120025") == "530121********0025"
    assert shown.masked_account("6223000000000186") == "6223 **** **** 0186"
    assert shown.masked_phone("13800005678") == "138****5678"
    assert shown.masked_name("") == "—"
