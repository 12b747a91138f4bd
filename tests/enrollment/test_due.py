"""Due days in words, counted in working days."""

from datetime import date

import pytest

from enrollment.queries.due import DueClock
from pension.models import CalendarDay

pytestmark = pytest.mark.django_db
FRIDAY = date(2022, 10, 28)


@pytest.mark.parametrize(
    ("due", "badge"),
    [
        (None, ("", "")),
        (FRIDAY, ("今天到期", "warn")),
        (date(2022, 10, 31), ("还有 1 天", "plain")),
        (date(2022, 10, 29), ("还有 1 天", "plain")),
        (date(2022, 11, 2), ("还有 3 天", "plain")),
        (date(2022, 10, 27), ("逾期 1 天", "bad")),
        (date(2022, 10, 21), ("逾期 5 天", "bad")),
    ],
)
def test_a_due_day_is_told_in_working_days(due: date | None, badge: tuple[str, str]) -> None:
    assert DueClock(FRIDAY).badge(due) == badge


def test_holidays_and_worked_weekends_count_as_the_calendar_says() -> None:
    CalendarDay.objects.create(day=date(2022, 10, 29), is_working=True)
    CalendarDay.objects.create(day=date(2022, 11, 1), is_working=False)

    assert DueClock(FRIDAY).badge(date(2022, 11, 2)) == ("还有 3 天", "plain")
