"""Telephone numbers as people write them: mobile, or fixed line with or without area code."""

import re

from pension.vocabulary.text import tidy

PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8}", re.ASCII)
NOT_A_PHONE = "“{number}”不是电话号码，请填写11位手机号，或者座机号（可以不带区号）"


def parse(text: str) -> str:
    """The number without spaces, "" where none is given; ValueError says what is expected."""
    number = tidy(text).replace(" ", "")
    if number and not PHONE.fullmatch(number):
        raise ValueError(NOT_A_PHONE.format(number=number))
    return number
