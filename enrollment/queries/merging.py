"""The merge desk's list: what of each original enrollee is matched, told, chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from enrollment.models import Case, Submission
from enrollment.models.cases import CaseQuerySet
from enrollment.workflow.states import CaseState, MergeChoice
from pension.models import Officer
from pension.queries.worklist import counted
from pension.vocabulary import identity_numbers
from pension.vocabulary.labels import Labelled


class MergeStage(Labelled):
    """What a case at the merge desk waits for."""

    OPENING = "opening", "待期初生效"
    TELLING = "telling", "待权益告知"
    CHOOSING = "choosing", "待本人选择"
    READY = "ready", "可以办结"


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A case at the merge desk; ``differences`` are particulars that do not match."""

    key: int
    number: str
    name: str
    identity: str
    place: str
    differences: Sequence[str]
    opening_in_force: bool
    told_on: date | None
    choice: MergeChoice

    @property
    def is_ready(self) -> bool:
        """Whether the case may be settled."""
        chosen = self.choice is not MergeChoice.UNDECIDED
        return self.opening_in_force and self.told_on is not None and chosen


def at_merge_desk(officer: Officer) -> CaseQuerySet:
    """The cases of the officer's region that wait at the merge desk."""
    return Case.objects.visible_to(officer).filter(state=CaseState.MERGING)


def at_stage(cases: CaseQuerySet, stage: MergeStage) -> CaseQuerySet:
    """Those of ``cases`` that wait for one thing; a case may wait for several at once."""
    match stage:
        case MergeStage.OPENING:
            return cases.filter(person__opening_in_force_at__isnull=True)
        case MergeStage.TELLING:
            return cases.filter(rights_told_on__isnull=True)
        case MergeStage.CHOOSING:
            return cases.filter(rights_told_on__isnull=False, choice=MergeChoice.UNDECIDED)
        case MergeStage.READY:
            told = cases.filter(person__opening_in_force_at__isnull=False).exclude(
                choice=MergeChoice.UNDECIDED
            )
            return told.filter(rights_told_on__isnull=False)


def stage_counts(officer: Officer) -> list[tuple[MergeStage, int]]:
    """How many cases wait for each thing, counted as lists are."""
    cases = at_merge_desk(officer)
    return [(stage, counted(at_stage(cases, stage))) for stage in MergeStage]


def merge_rows(cases: Sequence[Case]) -> list[MergeRow]:
    """The rows of cases that came with person, region and its parents."""
    handed_in = _handed_in([case.pk for case in cases])
    return [
        MergeRow(
            key=case.pk,
            number=case.number,
            name=case.person.name,
            identity=case.person.masked_identity,
            place=_place(case),
            differences=_differences(case, handed_in.get(case.pk, {})),
            opening_in_force=case.person.opening_in_force_at is not None,
            told_on=case.rights_told_on,
            choice=MergeChoice(case.choice),
        )
        for case in cases
    ]


def _handed_in(keys: Sequence[int]) -> dict[int, dict[str, str | None]]:
    """What was handed in last for each case."""
    rows = Submission.objects.filter(case__in=keys).order_by("version")
    return dict(rows.values_list("case_id", "content"))


def _differences(case: Case, handed_in: dict[str, str | None]) -> list[str]:
    """Where what was handed in, the register of people and the identity number disagree.

    The opening table is matched by number and name when it is imported.
    """
    person = case.person
    found = []
    name = handed_in.get("name")
    if name and name != person.name:
        found.append(f"受理时的姓名是“{name}”")
    number = handed_in.get("identity_number")
    if number and number != person.identity_number:
        found.append("受理时的身份证号不同")
    if identity_numbers.parse(person.identity_number).birth_date != person.birth_date:
        found.append("出生日期与身份证号不符")
    return found


def _place(case: Case) -> str:
    parent = case.region.parent
    return f"{parent.name} {case.region.name}" if parent else case.region.name
