"""How far each street is, told in persons as the published reports tell it (001 四)."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from enrollment.models import Case
from enrollment.queries.streets import by_street_and_state, street_names
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.labels import Labelled


class Stage(Labelled):
    """How far a person or a street is, in the words of the report."""

    REVIEWED = "reviewed", "已联审"
    COLLECTED = "collected", "已收集"
    UNDER_WAY = "under_way", "核实中"


STAGE_OF = {
    CaseState.ENTERED: Stage.UNDER_WAY,
    CaseState.DEPARTMENTS: Stage.UNDER_WAY,
    CaseState.STREET: Stage.UNDER_WAY,
    CaseState.NOTICE: Stage.UNDER_WAY,
    CaseState.POSTED: Stage.UNDER_WAY,
    CaseState.JOINT_REVIEW: Stage.COLLECTED,
    CaseState.SECOND_CHECK: Stage.REVIEWED,
    CaseState.CONFIRMED: Stage.REVIEWED,
}
PAST_DEPARTMENTS = frozenset({CaseState.STREET, CaseState.NOTICE, CaseState.POSTED})


@dataclass(frozen=True, slots=True)
class StreetProgress:
    """The persons of a street by stage; refused and withdrawn cases are not counted."""

    code: str
    name: str
    reviewed: int
    collected: int
    under_way: int
    past_departments: int  # of those under way, how many the departments have confirmed

    @property
    def persons(self) -> int:
        """All persons whose identity is confirmed or being confirmed."""
        return self.reviewed + self.collected + self.under_way

    @property
    def stage(self) -> Stage:
        """The street's stage: the one that most of its persons have reached, the later if equal."""
        return max(
            (Stage.REVIEWED, Stage.COLLECTED, Stage.UNDER_WAY), key=lambda stage: self.count(stage)
        )

    def count(self, stage: Stage) -> int:
        """The persons at ``stage``."""
        return {
            Stage.REVIEWED: self.reviewed,
            Stage.COLLECTED: self.collected,
            Stage.UNDER_WAY: self.under_way,
        }[stage]


def progress_by_street(officer: Officer) -> list[StreetProgress]:
    """The streets of the officer's region that have cases, in the order of their codes.

    Original enrollees need no confirmation and are left out (004 四(一)): they never come into a
    state that has a stage.
    """
    cases = Case.objects.visible_to(officer).filter(state__in=list(STAGE_OF))
    counts: dict[str, Counter[Stage]] = defaultdict(Counter)
    past: Counter[str] = Counter()
    for (street, state), count in by_street_and_state(cases).items():
        counts[street][STAGE_OF[CaseState(state)]] += count
        if state in PAST_DEPARTMENTS:
            past[street] += count
    names = street_names(set(counts))
    return [
        StreetProgress(
            code,
            names.get(code, code),
            reviewed=counts[code][Stage.REVIEWED],
            collected=counts[code][Stage.COLLECTED],
            under_way=counts[code][Stage.UNDER_WAY],
            past_departments=past[code],
        )
        for code in sorted(counts)
    ]
