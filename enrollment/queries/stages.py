"""How many people of each street wait at each step of the chain."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Substr

from enrollment.models import Case
from enrollment.queries.progress import STREET_DIGITS, StreetProgress, progress_by_street
from enrollment.rules.categories import Category
from enrollment.workflow.states import CaseState
from pension.models import Officer

STEPS = (
    CaseState.ENTERED,
    CaseState.DEPARTMENTS,
    CaseState.STREET,
    CaseState.NOTICE,
    CaseState.POSTED,
    CaseState.JOINT_REVIEW,
    CaseState.SECOND_CHECK,
    CaseState.CONFIRMED,
)


@dataclass(frozen=True, slots=True)
class StreetSteps:
    """A street's progress with its people at each of ``STEPS``."""

    progress: StreetProgress
    counts: Sequence[int]


def steps_by_street(officer: Officer) -> list[StreetSteps]:
    """The streets of the officer's region that have people, in the order of their codes.

    Original enrollees are left out: their identity needs no confirmation.
    """
    counts = _counts(officer)
    return [
        StreetSteps(progress, [counts[progress.code].get(state, 0) for state in STEPS])
        for progress in progress_by_street(officer)
    ]


def totals(rows: Sequence[StreetSteps]) -> list[int]:
    """The people of all streets at each of ``STEPS``."""
    return [sum(column) for column in zip(*(row.counts for row in rows), strict=True)]


def _counts(officer: Officer) -> Mapping[str, Mapping[str, int]]:
    found = (
        Case.objects.visible_to(officer)
        .exclude(category=Category.ORIGINAL)
        .annotate(street=Substr("region__code", 1, STREET_DIGITS))
        .order_by()
        .values_list("street", "state")
        .annotate(count=Count("pk"))
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for street, state, count in found:
        counts[street][state] = count
    return counts
