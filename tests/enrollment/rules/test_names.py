"""People are searched by the initials of their names."""

import pytest

from enrollment.rules.names import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("王小明", "wxm"),
        ("阿依·买买提", "aymmt"),
        ("演示A王", "ysaw"),
        ("", ""),
        ("赟" * 30, "y" * 20),
    ],
)
def test_initials_are_the_first_letters_of_the_syllables(name: str, letters: str) -> None:
    assert initials(name) == letters
