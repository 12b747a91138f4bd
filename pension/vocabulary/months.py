"""Calendar months as values: contribution months, ramps and yearly claims count in them."""

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Self

from pension.vocabulary import text as texts

_MONTH = re.compile(r"(\d{4})(?:[-./年](\d{1,2})|(\d{2}))月?")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month; months compare and sort by time."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (MINYEAR <= self.year <= MAXYEAR and 1 <= self.month <= 12):
            raise ValueError(f"{self.year}年{self.month}月不存在，请核对后重新填写")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read «2021-01», «2021.1», «2021/1», «202101» or «2021年1月»; ValueError in Chinese."""
        tidied = texts.hyphened(texts.tidy(text)).replace(" ", "")
        match = _MONTH.fullmatch(tidied)
        if match is None:
            raise ValueError(f"“{tidied}”不是月份，请写成2021-01这样的形式")
        return cls(int(match[1]), int(match[2] or match[3]))

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    @property
    def label(self) -> str:
        """Return the month as papers write it: «2021年1月»."""
        return f"{self.year}年{self.month}月"

    def plus(self, months: int) -> Self:
        """Return the month so many months later (earlier when negative)."""
        years, index = divmod(self.month - 1 + months, 12)
        return type(self)(self.year + years, index + 1)

    def first_day(self) -> date:
        """Return the first day of the month."""
        return date(self.year, self.month, 1)

    def last_day(self) -> date:
        """Return the last day of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])


def months_from(start: Month, count: int) -> list[Month]:
    """Return `count` consecutive months beginning with `start`; none when the count is 0."""
    if count < 0:
        raise ValueError("月数不能小于0")
    return [start.plus(offset) for offset in range(count)]


def months_between(first: Month, after: Month) -> int:
    """Return how many months lie from ``first`` up to, not including, ``after``."""
    return (after.year - first.year) * 12 + after.month - first.month
