"""Passwords need three kinds of character."""

import pytest
from django.core.exceptions import ValidationError

from pension.passwords import MixedClassesValidator


@pytest.mark.parametrize(
    "password", ["abcdefghij", "abcdefghij12", "ABCDEFGHIJ!!", "密码密码密码密码"]
)
def test_fewer_than_three_kinds_of_character_are_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="至少三种"):
        MixedClassesValidator().validate(password)


@pytest.mark.parametrize("password", ["Abcdefgh12", "abcdefgh1!", "ABCDEFG1-2", "Abcdefgh--"])
def test_three_kinds_of_character_are_enough(password: str) -> None:
    MixedClassesValidator().validate(password)
