"""Identity numbers are checked by GB 11643."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from pension.vocabulary import identity_numbers
from pension.vocabulary.identity_numbers import IdentityError, Sex

BIRTHS = st.dates(date(1900, 1, 1), date(2020, 12, 31))
SEQUENCES = st.integers(0, 999)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_vectors_of_the_standard_are_valid(number: str) -> None:
    assert identity_numbers.parse(number).value == number


def test_a_number_tells_birth_sex_and_place() -> None:
    number = identity_numbers.parse("11010519491231002X")

    assert number.birth_date == date(1949, 12, 31)
    assert number.sex is Sex.FEMALE
    assert number.region_code == "110105"


@given(BIRTHS, SEQUENCES)
def test_a_made_number_is_valid_to_the_oracle_and_to_us(birth: date, sequence: int) -> None:
    # The oracle knows for which years a place code was in use; this one never ended.
    number = identity_numbers.make("110102", birth, sequence)

    assert ric.is_valid(number)
    assert identity_numbers.parse(number).birth_date == birth


@given(st.text("0123456789", min_size=17, max_size=17))
def test_check_digits_agree_with_the_oracle(first17: str) -> None:
    assert identity_numbers.check_digit(first17) == ric.calc_check_digit(first17 + "0")


@given(BIRTHS, SEQUENCES, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(
    birth: date, sequence: int, place: int, shift: int
) -> None:
    number = identity_numbers.make("530121", birth, sequence)
    digit = "0" if number[place] == "X" else str((int(number[place]) + shift) % 10)

    with pytest.raises(IdentityError):
        identity_numbers.parse(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X "],
)
def test_width_spaces_and_small_x_are_put_right_and_told(typed: str) -> None:
    number = identity_numbers.parse(typed)

    assert number.value == "11010519491231002X"
    assert number.is_repaired


def test_a_number_in_normal_form_is_not_called_repaired() -> None:
    assert not identity_numbers.parse("11010519491231002X").is_repaired


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("110105194912310021", "校验位不符"),
        ("110105491231002", "15位的旧号码"),
        ("1101051949123100", "现为16位"),
        ("", "现为0位"),
        ("1101051949123100ZX", "只能由数字组成"),
        ("X10105194912310029", "只能由数字组成"),
        ("11010519490231002X", "出生日期19490231不存在"),
        ("11010519491231002②", "只能由数字组成"),
        ("1101051949123100٢X", "只能由数字组成"),
    ],
)
def test_what_is_no_identity_number_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(IdentityError, match=reason):
        identity_numbers.parse(typed)


def test_an_unknown_place_is_a_warning_only() -> None:
    number = identity_numbers.parse("11010519491231002X")

    assert number.warnings({"110105"}) == []
    assert "110105" in number.warnings({"530114"})[0]


def test_a_sequence_out_of_range_makes_no_number() -> None:
    with pytest.raises(ValueError, match="顺序码"):
        identity_numbers.make("530121", date(1971, 3, 12), 1000)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1962, 10, 1), date(2022, 9, 30), 59),
        (date(1962, 10, 1), date(2022, 10, 1), 60),
        (date(1964, 2, 29), date(2023, 2, 28), 58),
        (date(1964, 2, 29), date(2023, 3, 1), 59),
        (date(1964, 2, 29), date(2024, 2, 29), 60),
    ],
)
def test_a_year_of_life_is_complete_on_the_birthday(birth: date, day: date, age: int) -> None:
    assert identity_numbers.age_on(birth, day) == age
