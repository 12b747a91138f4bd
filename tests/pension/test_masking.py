"""Personal data is masked the same way everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pension.vocabulary import masking


def test_an_identity_number_shows_place_and_last_four() -> None:
    assert masking.mask_identity("530121197103120025") == "530121********0025"


@pytest.mark.parametrize(
    "account", ["6223123412340186", "6223 1234 1234 0186", "6223123412341230186"]
)
def test_an_account_shows_its_ends_and_not_its_length(account: str) -> None:
    assert masking.mask_account(account) == "6223 **** **** 0186"


@pytest.mark.parametrize(
    ("name", "masked"),
    [("演示", "演*"), ("演示一", "演*一"), ("演示·古丽", "演***丽"), ("演", "*"), ("", "")],
)
def test_a_name_shows_its_ends(name: str, masked: str) -> None:
    assert masking.mask_name(name) == masked


def test_a_telephone_number_hides_its_middle() -> None:
    assert masking.mask_phone("13812345678") == "138****5678"


@given(st.text("0123456789", min_size=1, max_size=10))
def test_a_text_too_short_to_hide_its_middle_is_hidden_whole(digits: str) -> None:
    assert masking.mask_identity(digits) == "*" * len(digits)


@given(st.text("0123456789", min_size=1, max_size=8))
def test_a_short_account_is_hidden_whole(digits: str) -> None:
    assert masking.mask_account(digits) == "*" * len(digits)
