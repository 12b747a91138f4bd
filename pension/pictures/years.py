"""The fifteen years of subsidy of one person as a strip of cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

FULL_STRIP = 15


class YearLook(Enum):
    """What became of one of the fifteen years: class and word."""

    PAID = ("paid", "已补")
    MOVING = ("moving", "拨付中")
    DUE = ("due", "待补")
    SETTLED = ("settled", "已结清")
    STOPPED = ("stopped", "暂缓")
    OPEN = ("open", "未用")

    def __init__(self, css: str, word: str) -> None:
        self.css = css
        self.word = word


@dataclass(frozen=True, slots=True)
class YearCell:
    """One cell: its place from 1, the calendar year if one took it, and how it looks."""

    place: int
    year: int | None
    look: YearLook


@dataclass(frozen=True, slots=True)
class YearStrip:
    """The cells and the same said in words."""

    cells: Sequence[YearCell]
    sentence: str


def year_strip(
    used: Mapping[int, YearLook], *, undated: int = 0, is_settled: bool = False
) -> YearStrip:
    """Lay out the years that are used, earliest first, then what is left.

    ``used`` maps calendar years to their look; ``undated`` counts years paid before without a
    known calendar year; ``is_settled`` says that a top-up settled whatever is left.
    """
    taken: list[tuple[int | None, YearLook]] = [(None, YearLook.PAID)] * undated
    taken += [(year, used[year]) for year in sorted(used)]
    rest = YearLook.SETTLED if is_settled else YearLook.OPEN
    taken += [(None, rest)] * (FULL_STRIP - len(taken))
    cells = [YearCell(place, year, look) for place, (year, look) in enumerate(taken, start=1)]
    return YearStrip(cells, _sentence(cells))


def _sentence(cells: Sequence[YearCell]) -> str:
    """Count the cells by look: «已补 3 年 · 待补 2 年 · 未用 10 年»."""
    counts = [(look, sum(cell.look is look for cell in cells)) for look in YearLook]
    return " · ".join(f"{look.word} {count} 年" for look, count in counts if count)
