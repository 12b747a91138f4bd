"""By which day a case is due at the desk that it comes to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from enrollment.models import Case
from enrollment.queries import procedure
from enrollment.workflow.states import OPEN_STATES, CaseState
from pension.vocabulary.workdays import DayKind


def deadlines(cases: Sequence[Case], state: CaseState, at: datetime) -> Mapping[int, date | None]:
    """The day by which each case that enters ``state`` at ``at`` is due there.

    Working days by the district's rules of procedure; ``None`` where nothing waits any more or
    the district has set no time limit. A case on a notice is left out: the notice says until when.
    """
    if state is CaseState.POSTED:
        return {}
    if state not in OPEN_STATES:
        return {case.pk: None for case in cases}
    codes = dict(
        Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", "region__code")
    )
    districts = {key: code[: procedure.DISTRICT_DIGITS] for key, code in codes.items()}
    days = {code: due_day(code, timezone.localdate(at)) for code in set(districts.values())}
    return {key: days[code] for key, code in districts.items()}


def due_day(district_code: str, start: date) -> date | None:
    """The last day of a step that begins on ``start``; ``None`` where no time limit is set."""
    rules = procedure.find(district_code, start)
    if rules is None or rules.step_days is None:
        return None
    return procedure.last_day(start, rules.step_days, DayKind.WORKING)
