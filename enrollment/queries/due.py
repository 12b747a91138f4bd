"""Due days in words, by the calendar of holidays and worked weekends."""

from dataclasses import dataclass
from datetime import date

from pension.models import CalendarDay
from pension.vocabulary.workdays import DayKind, days_between


@dataclass(frozen=True, slots=True)
class DueClock:
    """A day and the calendar: tells how far a due day is away, in working days."""

    today: date
    holidays: frozenset[date]
    working_weekends: frozenset[date]

    def badge(self, due: date | None) -> tuple[str, str]:
        """Words and tone for a due day: «逾期 3 天» bad, «今天到期» warn, «还有 2 天» plain."""
        if due is None:
            return "", ""
        if due < self.today:
            return f"逾期 {max(1, self._days(due, self.today))} 天", "bad"
        if due == self.today:
            return "今天到期", "warn"
        return f"还有 {max(1, self._days(self.today, due))} 天", "plain"

    def _days(self, start: date, end: date) -> int:
        return days_between(start, end, DayKind.WORKING, self.holidays, self.working_weekends)


def due_clock(today: date) -> DueClock:
    """The clock of ``today`` with the calendar as listed."""
    listed = dict(CalendarDay.objects.values_list("day", "is_working"))
    return DueClock(
        today,
        frozenset(day for day, works in listed.items() if not works),
        frozenset(day for day, works in listed.items() if works),
    )
