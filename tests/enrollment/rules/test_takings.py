"""D11: a taking whose social-security fund is not fully paid is flagged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.takings import FundStanding, TakingFund, faults, flag, standing


@pytest.mark.parametrize(
    ("fund", "wanted", "words"),
    [
        (None, FundStanding.UNKNOWN, "社会保障费未登记"),
        (TakingFund(100, 0), FundStanding.SHORT, "还差 1.00 元"),
        (TakingFund(100, 99), FundStanding.SHORT, "还差 0.01 元"),
        (TakingFund(100, 100), FundStanding.PAID, ""),
    ],
)
def test_a_taking_is_flagged_until_the_last_fen_is_paid(
    fund: TakingFund | None, wanted: FundStanding, words: str
) -> None:
    assert standing(fund) is wanted
    assert words in flag(fund)
    assert bool(flag(fund)) is (wanted is not FundStanding.PAID)


@pytest.mark.parametrize(
    ("fund", "sentence"),
    [
        (TakingFund(0, 0), "应大于 0 元"),
        (TakingFund(100, -1), "不能小于 0 元"),
        (TakingFund(100, 101), "多于应缴 1.00 元"),
    ],
)
def test_amounts_that_cannot_be_are_refused(fund: TakingFund, sentence: str) -> None:
    assert any(sentence in fault for fault in faults(fund))


def test_sound_amounts_have_no_fault() -> None:
    assert faults(TakingFund(100, 100)) == []


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_what_was_paid_and_what_is_short_make_what_is_due(due: int, paid: int) -> None:
    fund = TakingFund(due, paid)

    assert fund.short_fen + min(paid, due) == due
    assert (standing(fund) is FundStanding.PAID) is (paid >= due)
