"""Money is printed, read and divided in whole fen."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pension.vocabulary import money

FEN = st.integers(min_value=0, max_value=10**15)
SIGNED_FEN = st.integers(min_value=-(10**15), max_value=10**15)


@pytest.mark.parametrize(
    ("fen", "grouped", "plain"),
    [
        (0, "0.00", "0.00"),
        (5, "0.05", "0.05"),
        (123450, "1,234.50", "1234.50"),
        (-123450, "-1,234.50", "-1234.50"),
        (-5, "-0.05", "-0.05"),
    ],
)
def test_yuan_are_printed_with_two_decimals(fen: int, grouped: str, plain: str) -> None:
    assert (money.yuan(fen), money.yuan_plain(fen)) == (grouped, plain)


@pytest.mark.parametrize(
    ("fen", "printed"),
    [
        (6_000_000_000, "6,000"),
        (362_740_000, "362.74"),
        (4_805_520_000, "4,805.52"),
        (480_552_000_000, "480,552"),
        (5_000, "0.01"),
        (4_999, "0"),
        (10_000_000, "10"),
        (-1_500_000, "-1.5"),
    ],
)
def test_wan_yuan_leaves_idle_zeros_out(fen: int, printed: str) -> None:
    assert money.wan_yuan(fen) == printed


@given(FEN)
def test_what_was_printed_is_read_back(fen: int) -> None:
    assert money.parse_yuan(money.yuan(fen)) == money.parse_yuan(money.yuan_plain(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1,234.5", 123450),
        ("￥１，２３４．５０元", 123450),
        (" 12 ", 1200),
        ("0.01", 1),
        ("¥ 3", 300),
    ],
)
def test_amounts_are_read_as_clerks_type_them(typed: str, fen: int) -> None:
    assert money.parse_yuan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "没有填写"),
        ("-5", "负数"),
        ("1.005", "小数超过两位"),
        ("12,34", "逗号位置不对"),
        ("1e5", "不是金额"),
        ("1000①", "不是金额"),
        ("1000²", "不是金额"),
        ("1½", "不是金额"),
        ("一千", "不是金额"),
        ("NaN", "不是金额"),
        ("1" + "0" * 15, "过大"),
        ("9" * 5_000, "^金额“9{24}”过大"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        money.parse_yuan(typed)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (1, 2, 1),
        (3, 2, 2),
        (-1, 2, -1),
        (1, -2, -1),
        (149, 100, 1),
        (2, 3, 1),
        (1, 3, 0),
        (0, 7, 0),
    ],
)
def test_a_half_is_rounded_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert money.round_half_up(numerator, denominator) == rounded


def test_a_share_of_nothing_whole_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        money.round_half_up(1, 0)


@given(SIGNED_FEN, st.integers(0, 100), st.integers(1, 100))
def test_both_shares_add_up_to_the_total(total: int, numerator: int, denominator: int) -> None:
    part, remainder = money.share(total, numerator, denominator)

    assert part + remainder == total
    assert 2 * abs(part * denominator - total * numerator) <= denominator


def test_the_share_takes_the_half_fen_and_the_other_payer_the_remainder() -> None:
    assert money.share(101, 1, 2) == (51, 50)


@given(SIGNED_FEN, st.lists(st.integers(0, 50), min_size=1, max_size=40).filter(any))
def test_parts_by_weight_add_up_and_are_off_by_less_than_a_fen(
    total: int, weights: list[int]
) -> None:
    parts = money.split(total, weights)

    whole = sum(weights)
    assert sum(parts) == total
    assert all(
        abs(part * whole - total * weight) <= whole
        for part, weight in zip(parts, weights, strict=True)
    )
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(FEN, st.integers(1, 240))
def test_each_month_gets_the_step_of_the_rounded_running_total(total: int, months: int) -> None:
    parts = money.monthly_parts(total, months)

    running = [money.round_half_up(total * month, months) for month in range(months + 1)]
    assert parts == [running[month] - running[month - 1] for month in range(1, months + 1)]
    assert sum(parts) == total


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_weights_that_divide_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="分摊比例"):
        money.split(100, weights)


def test_no_month_to_pay_in_is_refused() -> None:
    with pytest.raises(ValueError, match="月数"):
        money.monthly_parts(100, 0)


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (10, "壹角"),
        (105, "壹元零伍分"),
        (1_000, "壹拾元整"),
        (123_456, "壹仟贰佰叁拾肆元伍角陆分"),
        (10_000_100, "壹拾万零壹元整"),
        (10_000_100_000, "壹亿零壹仟元整"),
        (120_000_000_000_000, "壹万贰仟亿元整"),
        (600_000_000_005, "陆拾亿元零伍分"),
        (-1_050, "负壹拾元伍角"),
    ],
)
def test_capital_numerals_follow_the_rules_for_bills(fen: int, written: str) -> None:
    assert money.capital(fen) == written


@given(st.integers(0, 10**14))
def test_capital_numerals_agree_with_the_oracle_but_for_zeros(fen: int) -> None:
    # The oracle leaves 零 out after 亿 and 万 now and then; the examples above fix those.
    expected = cn2an.an2cn(money.yuan_plain(fen), "rmb")

    assert money.capital(fen).replace("零", "") == expected.replace("零", "")


def test_an_amount_beyond_all_numerals_is_refused() -> None:
    with pytest.raises(ValueError, match="过大"):
        money.capital(10**18)
