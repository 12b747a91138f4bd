"""The rules of procedure in force for a district on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from enrollment.models import ProcedureRules
from enrollment.workflow.states import RulesState
from pension.models import CalendarDay, Officer, Region
from pension.vocabulary.errors import CaseError
from pension.vocabulary.workdays import DayKind, days_between, deadline

DISTRICT_DIGITS = 6


# What can't be done while the value is wanting.
BLOCKS: Mapping[str, str] = {
    "notice_days": "不能张贴公示",
    "notice_day_kind": "不能张贴公示",
    "step_days": "各环节不算逾期",
    "remedy_days": "不能作出不予确认的决定",
    "departments": "不能建立和办结联审",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that nobody stated, and what it holds up."""

    name: str
    blocks: str


def district_of(region: Region) -> str:
    """The code of the district that a region lies in."""
    return region.code[:DISTRICT_DIGITS]


def find(district_code: str, day: date) -> ProcedureRules | None:
    """The rules of a district on ``day``, if it has any."""
    return (
        ProcedureRules.objects.filter(
            district__code=district_code, valid_from__lte=day, state=RulesState.IN_FORCE
        )
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        .order_by("-valid_from")
        .first()
    )


def in_force(district_code: str, day: date) -> ProcedureRules:
    """The rules of a district on ``day``; refused by name where there are none."""
    rules = find(district_code, day)
    if rules is None:
        raise CaseError(f"{day:%Y年%m月%d日}有效的身份确认程序规则未录入")
    return rules


def rules_of(officer: Officer) -> QuerySet[ProcedureRules]:
    """The rules of the districts that ``officer`` works for, newest first."""
    found = ProcedureRules.objects.visible_to(officer)
    found = found.select_related("district", "proposed_by", "approved_by")
    return found.order_by("district__code", "-valid_from", "-pk")


def gaps(rules: ProcedureRules) -> list[Gap]:
    """The values that nobody stated, by their names, and what can't be done without each."""
    names = {field.name: str(field.verbose_name) for field in ProcedureRules._meta.concrete_fields}
    return [Gap(names[key], blocks) for key, blocks in BLOCKS.items() if not getattr(rules, key)]


def last_day(start: date, days: int, kind: DayKind) -> date:
    """The last day of a period by the calendar of holidays and worked weekends."""
    return deadline(start, days, kind, *_calendar(start))


def days_left(day: date, end: date, kind: DayKind) -> int:
    """How many days of a period that ends on ``end`` follow ``day``; 0 on its last day."""
    return days_between(day, end, kind, *_calendar(day))


def _calendar(start: date) -> tuple[frozenset[date], frozenset[date]]:
    """Holidays and worked weekends from ``start`` on."""
    listed = dict(CalendarDay.objects.filter(day__gte=start).values_list("day", "is_working"))
    return (
        frozenset(day for day, working in listed.items() if not working),
        frozenset(day for day, working in listed.items() if working),
    )
