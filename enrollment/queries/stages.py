"""How many people of each street wait at each step of the chain."""

from collections.abc import Sequence
from dataclasses import dataclass

from enrollment.models import Case
from enrollment.queries.progress import StreetProgress, progress_by_street
from enrollment.queries.streets import by_street_and_state
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

    Original enrollees are left out: none of the steps is theirs.
    """
    cases = Case.objects.visible_to(officer).filter(state__in=STEPS)
    counts = by_street_and_state(cases)
    return [
        StreetSteps(progress, [counts[progress.code, state] for state in STEPS])
        for progress in progress_by_street(officer)
    ]


def totals(rows: Sequence[StreetSteps]) -> list[int]:
    """The people of all streets at each of ``STEPS``."""
    return [sum(column) for column in zip(*(row.counts for row in rows), strict=True)]
