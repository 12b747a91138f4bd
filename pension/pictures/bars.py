"""Bars: widths worked out in whole tenths of a per cent, from persons or from fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pension.vocabulary import money

FULL = 1000

FILLS: Final[dict[str, str]] = {
    "ok": "#16794e",
    "info": "#3f93bd",
    "warn": "#dba52c",
    "bad": "#b3261e",
    "plain": "#93a3af",
}


def width(part: int, whole: int) -> int:
    """Give the length of a bar, 0 to ``FULL``; a part that is not nothing stays visible.

    >>> width(1, 2)
    500
    """
    if part <= 0 or whole <= 0:
        return 0
    return min(FULL, max(4, money.round_half_up(part * FULL, whole)))


@dataclass(frozen=True, slots=True)
class StreetBar:
    """How far a street is: its persons, the bar, and the state in words and tone."""

    label: str
    persons: int | None
    width: int
    state: str
    tone: str  # ok, info, warn, bad or plain
    url: str = ""
    note: str = ""

    @property
    def fill(self) -> str:
        """The colour of the bar; the state in words stands beside it."""
        return FILLS[self.tone]


def street_bar(
    label: str,
    *,
    done: int,
    total: int,
    state: str,
    tone: str,
    persons: int | None = None,
    url: str = "",
    note: str = "",
) -> StreetBar:
    """Draw ``done`` of ``total`` persons of a street; ``persons`` is the number shown."""
    return StreetBar(label, persons, width(done, total), state, tone, url, note)


@dataclass(frozen=True, slots=True)
class MoneyBar:
    """An amount of a year as a bar; ``amount_fen`` None means not known, and no bar."""

    label: str
    amount_fen: int | None
    width: int
    tone: str
    note: str = ""

    @property
    def fill(self) -> str:
        """The colour of the bar; label and amount stand beside it."""
        return FILLS[self.tone]


def money_bars(
    amounts: Sequence[tuple[str, int | None, str, str]],
) -> list[MoneyBar]:
    """Draw labelled amounts (label, fen, tone, note) to one scale, the largest being full."""
    largest = max((fen for _, fen, _, _ in amounts if fen is not None), default=0)
    return [
        MoneyBar(label, fen, width(fen or 0, largest), tone, note)
        for label, fen, tone, note in amounts
    ]
