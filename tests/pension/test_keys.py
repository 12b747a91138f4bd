"""Keys as addresses and forms name them."""

import pytest

from pension.vocabulary.keys import parse_key, parse_keys


@pytest.mark.parametrize(("text", "key"), [("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_a_key(text: str, key: int) -> None:
    assert parse_key(text) == key


@pytest.mark.parametrize("text", ["", "²", "١", "７", "-1", "1.0", "1 ", "9" * 19, "9" * 5_000])
def test_whatever_else_is_none(text: str) -> None:
    assert parse_key(text) is None


def test_what_is_none_is_left_out_among_keys() -> None:
    assert parse_keys(["2", "²", "", "1"]) == [2, 1]
