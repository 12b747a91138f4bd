"""Resident identity numbers (公民身份号码) by GB 11643: read, checked, made synthetically."""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pension.vocabulary import text as texts
from pension.vocabulary.labels import Labelled

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
# One person's number is asked again and again while the person's row is checked.
_REMEMBERED = 2_048
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_OLD_SHAPE = re.compile(r"[0-9]{15}")


class IdentityError(ValueError):
    """A text that is no identity number, with the reason in Chinese."""


class Sex(Labelled):
    """The sex that the sequence of an identity number tells."""

    MALE = "male", "男"
    FEMALE = "female", "女"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A checked number in its normal form, and the text that it was read from."""

    value: str
    given: str

    @property
    def birth_date(self) -> date:
        """Return the day of birth that the number tells."""
        return date(int(self.value[6:10]), int(self.value[10:12]), int(self.value[12:14]))

    @property
    def sex(self) -> Sex:
        """Return the sex: an odd sequence is a man's."""
        return Sex.MALE if int(self.value[16]) % 2 else Sex.FEMALE

    @property
    def region_code(self) -> str:
        """Return the six-digit place code of the first registration."""
        return self.value[:6]

    @property
    def is_repaired(self) -> bool:
        """Tell whether width, spaces or a small x were put right."""
        return self.given != self.value

    def warnings(self, known_codes: Container[str]) -> list[str]:
        """Return doubts that don't refuse the number: a place code that isn't known (any more)."""
        if self.region_code in known_codes:
            return []
        return [f"身份证号前六位{self.region_code}不在已录入的行政区划代码中，请核对"]


@lru_cache(_REMEMBERED)
def parse(text: str) -> IdentityNumber:
    """Read an 18-character identity number; full width, spaces and a small x are put right.

    Check digit and date of birth are strict, the place code isn't looked at. Digits are never
    repaired. Raises IdentityError.
    """
    value = texts.tidy(text).replace(" ", "").upper()
    if _OLD_SHAPE.fullmatch(value):
        raise IdentityError("身份证号是15位的旧号码，请按现行身份证填写18位号码")
    if len(value) != 18:
        raise IdentityError(f"身份证号应为18位，现为{len(value)}位，请对照身份证重新填写")
    if _SHAPE.fullmatch(value) is None:
        raise IdentityError("身份证号只能由数字组成，末位可以是X，请对照身份证重新填写")
    if _birth_date(value) is None:
        raise IdentityError(f"身份证号中的出生日期{value[6:14]}不存在，请对照身份证重新填写")
    if check_digit(value[:17]) != value[17]:
        raise IdentityError("身份证号校验位不符，号码有误，请对照身份证逐位核对")
    return IdentityNumber(value=value, given=text)


def check_digit(first17: str) -> str:
    """Return the check character (0–9 or X) that belongs to the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def make(region6: str, birth: date, sequence: int) -> str:
    """Make a synthetic number from a place code, a day of birth and a sequence of 0 to 999."""
    if not 0 <= sequence <= 999:
        raise ValueError("顺序码应在0到999之间")
    first17 = f"{region6}{birth:%Y%m%d}{sequence:03d}"
    return first17 + check_digit(first17)


def age_on(birth: date, day: date) -> int:
    """Return the full years on a day; a year is complete on the birthday.

    Who was born on 29 February completes it on 1 March of a common year.
    """
    before_birthday = (day.month, day.day) < (birth.month, birth.day)
    return day.year - birth.year - before_birthday


def _birth_date(value: str) -> date | None:
    """Return the day of birth in a number of the right shape, None if the calendar lacks it."""
    try:
        return date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return None
