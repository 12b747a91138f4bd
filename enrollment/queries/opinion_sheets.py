"""Opinion sheets: who waits for a department's word, and who of a sheet still does."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from enrollment.models import Case, DeskOpinion, OpinionSheet
from enrollment.models.cases import CaseQuerySet
from enrollment.workflow.states import CaseState, Opinion
from pension.models import Officer, Region, within
from pension.vocabulary.posts import Desk

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
RELATED = ("person", "region__parent__parent")


def silent_cases(officer: Officer, region: Region, desk: Desk) -> CaseQuerySet:
    """The cases of a region before the departments on which ``desk`` has not agreed yet.

    The police are waited for only where they were asked. In the order in which they are printed.
    """
    cases = _silent(officer, desk).filter(**within("region__code", region.code))
    return cases.order_by("region__code", "pk")


def waiting_on(sheet: OpinionSheet, officer: Officer) -> list[Case]:
    """The people of a sheet on whom its department has still not agreed, in print order."""
    return _in_order(sheet.cases, _silent(officer, Desk(sheet.desk)))


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
