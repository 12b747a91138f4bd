"""Periods counted in calendar days or working days, by the holidays that the caller hands in."""

from datetime import date, timedelta

from pension.vocabulary.labels import Labelled

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(Labelled):
    """The kind of days that a period counts."""

    CALENDAR = "calendar", "自然日"
    WORKING = "working", "工作日"


def is_working_day(day: date, holidays: frozenset[date], working_weekends: frozenset[date]) -> bool:
    """Tell whether offices work on a day: a listed day goes before the day of the week.

    `holidays` are the days off and `working_weekends` the weekend days worked in exchange for them,
    both as the State Council announces them for the year.
    """
    if day in working_weekends:
        return True
    return day not in holidays and day.weekday() < _SATURDAY


def deadline(
    start: date,
    days: int,
    kind: DayKind,
    holidays: frozenset[date],
    working_weekends: frozenset[date],
) -> date:
    """Return the last day of a period of so many days.

    The day on which the period starts isn't counted (民法典第二百零一条). Calendar days run through
    holidays; a period of working days always ends on a working day. 0 days end on the start itself.
    """
    if days < 0:
        raise ValueError("天数不能小于0")
    if kind is DayKind.CALENDAR:
        return start + timedelta(days=days)
    day, counted = start, 0
    while counted < days:
        day += _ONE_DAY
        counted += is_working_day(day, holidays, working_weekends)
    return day


def days_between(
    start: date,
    end: date,
    kind: DayKind,
    holidays: frozenset[date],
    working_weekends: frozenset[date],
) -> int:
    """Count the days after `start` up to and including `end`; 0 when `end` isn't after `start`."""
    calendar_days = max((end - start).days, 0)
    if kind is DayKind.CALENDAR:
        return calendar_days
    following = (start + timedelta(days=offset) for offset in range(1, calendar_days + 1))
    return sum(is_working_day(day, holidays, working_weekends) for day in following)
