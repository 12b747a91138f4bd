"""Where the pages of a long table begin, told from the heights of its rows. Pure.

Lengths are in whole millionths of a CSS pixel, places are counted from the top of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PAGES_OF_A_PART: Final = 10
TOLERANCE: Final = 100  # what rounding adds up to on a page, and more


@dataclass(frozen=True, slots=True)
class Room:
    """Where rows begin on the first page and on the others, and where every page ends."""

    first_top: int
    next_top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Span:
    """Whole pages of a paper, from ``first_page`` on: the rows that begin each, and the end."""

    first_page: int
    starts: tuple[int, ...]
    stop: int


def page_starts(heights: Sequence[int], room: Room) -> list[int]:
    """The places of the rows that begin a page; a row is never broken."""
    starts, top = [0], room.first_top
    for place, height in enumerate(heights):
        if place > starts[-1] and top + height > room.bottom + TOLERANCE:
            starts.append(place)
            top = room.next_top
        top += height
    return starts


def spans(starts: Sequence[int], rows: int) -> list[Span]:
    """Cut a paper into parts; the last page stands alone, because the closing words follow it."""
    whole = len(starts) - 1
    cuts = [*range(0, whole, PAGES_OF_A_PART), whole]
    ends = [*starts, rows]
    return [
        Span(first + 1, tuple(starts[first:last]), ends[last])
        for first, last in zip(cuts, [*cuts[1:], whole + 1], strict=True)
    ]
