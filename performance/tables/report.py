"""A self-evaluation ready to be drawn, on a page or on paper: chapters, paragraphs, tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from pension.pictures.bars import StreetBar
from performance.rules.figures import Figures
from performance.rules.outline import SELF_EVALUATION
from performance.tables import money, progress
from performance.tables.printed import PrintedTable


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A heading, its paragraphs, and what is printed after them."""

    heading: str
    paragraphs: Sequence[str]
    tables: Sequence[PrintedTable]
    bars: Sequence[StreetBar] = ()


@dataclass(frozen=True, slots=True)
class DrawnChapter:
    """A chapter with its guidance; an empty guidance is not printed."""

    heading: str
    guidance: str
    sections: Sequence[DrawnSection]


DRAWERS = {
    "streets": progress.streets,
    "funds": money.funds,
    "variance": money.variance,
    "payments": money.payments,
    "refusals": progress.refusals,
    "problems": progress.problems,
}


def context(said: Mapping[str, Any], figures: Figures, taken_at: datetime) -> dict[str, Any]:
    """What the templates of page and paper read; ``taken_at`` is when the figures were taken."""
    return {
        "said": said,
        "as_of": figures.as_of,
        "taken_at": taken_at,
        "day": timezone.localdate(taken_at),
        "chapters": chapters(figures, said),
    }


def chapters(figures: Figures, said: Mapping[str, Any]) -> list[DrawnChapter]:
    """The six chapters: ``said`` is the text of an issue, with its figures filled in."""
    paragraphs: Mapping[str, str] = said["paragraphs"]
    return [
        DrawnChapter(
            chapter.heading,
            chapter.guidance if said["shows_guidance"] else "",
            [
                DrawnSection(
                    section.heading,
                    paragraphs[section.slot].split("\n"),
                    [DRAWERS[name](figures) for name in section.tables],
                    progress.bars(figures) if "streets" in section.tables else (),
                )
                for section in chapter.sections
            ],
        )
        for chapter in SELF_EVALUATION
    ]
