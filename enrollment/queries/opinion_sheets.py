"""Opinion sheets: who waits for a department's word, and who of a sheet still does."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from enrollment.models import Case, DeskOpinion, OpinionSheet
from enrollment.models.cases import CaseQuerySet
from enrollment.workflow.desks import PAPER_STEPS
from enrollment.workflow.states import CaseState, Opinion
from pension.models import Officer, Region, within
from pension.queries.worklist import counted
from pension.vocabulary.posts import Desk

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
RELATED = ("person", "region__parent__parent")


def silent_cases(officer: Officer, region: Region, desk: Desk) -> CaseQuerySet:
    """The cases of a region before the departments on which ``desk`` has not agreed yet.

    The police are waited for only where they were asked. In the order in which they are printed.
    """
    cases = _silent(officer, desk).filter(**within("region__code", region.code))
    return cases.order_by("region__code", "pk")


def silent_counts(officer: Officer) -> list[tuple[Desk, int]]:
    """How many cases of the officer's region wait for each department, counted as lists are."""
    return [(desk, counted(_silent(officer, desk))) for desk in PAPER_STEPS]


def sheets(officer: Officer) -> QuerySet[OpinionSheet]:
    """The sheets of the officer's region, newest first."""
    return OpinionSheet.objects.visible_to(officer).select_related("region", "printed_by")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet in a list: how many stand on it, on how many its department has not agreed yet."""

    sheet: OpinionSheet
    desk: Desk
    people: int
    waiting: int


def with_waiting(found: Sequence[OpinionSheet], officer: Officer) -> list[SheetRow]:
    """Rows for sheets, by one query for each department."""
    silent: dict[Desk, set[int]] = {}
    for desk in {Desk(sheet.desk) for sheet in found}:
        silent[desk] = set(_silent(officer, desk).values_list("pk", flat=True))
    return [
        SheetRow(
            sheet,
            Desk(sheet.desk),
            len(sheet.cases),
            len(silent[Desk(sheet.desk)] & set(sheet.cases)),
        )
        for sheet in found
    ]


def waiting_on(sheet: OpinionSheet, officer: Officer) -> list[Case]:
    """The people of a sheet on whom its department has still not agreed, in print order."""
    return _in_order(sheet.cases, _silent(officer, Desk(sheet.desk)))


def numbered(sheet: OpinionSheet, cases: Sequence[Case]) -> list[tuple[int, Case]]:
    """Cases with the numbers that they have on the printed sheet."""
    places = {key: number for number, key in enumerate(sheet.cases, start=1)}
    return [(places[case.pk], case) for case in cases]


def cases_on(sheet: OpinionSheet, officer: Officer) -> list[Case]:
    """All people of a sheet, in print order."""
    return _in_order(sheet.cases, Case.objects.visible_to(officer))


def _silent(officer: Officer, desk: Desk) -> CaseQuerySet:
    agreed = DeskOpinion.objects.filter(
        case=OuterRef("pk"), desk=desk, opinion=Opinion.AGREE, set_aside_at__isnull=True
    )
    cases = Case.objects.visible_to(officer).filter(~Exists(agreed), state=CaseState.DEPARTMENTS)
    return cases.filter(police_asked=True) if desk is Desk.POLICE else cases


def _in_order(keys: Sequence[int], cases: CaseQuerySet) -> list[Case]:
    found: dict[int, Case] = {}
    for start in range(0, len(keys), CHUNK):
        part = cases.filter(pk__in=keys[start : start + CHUNK]).select_related(*RELATED)
        found |= {case.pk: case for case in part}
    return [found[key] for key in keys if key in found]
