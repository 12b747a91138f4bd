"""Due days in words, by the calendar of holidays and worked weekends."""

from datetime import date
from functools import cached_property

from pension.models import CalendarDay
from pension.vocabulary.workdays import DayKind, days_between


class DueClock:
    """Tells how far a due day is away from ``today``, in working days.

    The calendar is read when the first due day asks for it.
    """

    def __init__(self, today: date) -> None:
        """Stand on ``today``."""
        self.today = today

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
        return days_between(start, end, DayKind.WORKING, *self._calendar)

    @cached_property
    def _calendar(self) -> tuple[frozenset[date], frozenset[date]]:
        """The holidays and the weekend days that are worked."""
        listed = dict(CalendarDay.objects.values_list("day", "is_working"))
        worked = frozenset(day for day, works in listed.items() if works)
        return frozenset(listed) - worked, worked
