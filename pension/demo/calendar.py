"""The days on which the demo's story happens: the months up to the end of October 2022."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
NINE, TEN, FOUR = time(9), time(10), time(16)

OPENED = date(2022, 3, 1)  # accounts, rules
ORIGINALS_OPENED, MERGED = date(2022, 5, 9), date(2022, 5, 20)
ENTERED = date(2022, 6, 13)
ROSTERS_SIGNED = date(2022, 6, 20)
COMMUNITY = date(2022, 7, 4)
AGRICULTURE, RESOURCES = date(2022, 7, 18), date(2022, 7, 25)
STREET = date(2022, 8, 8)
POSTED, CLOSED = date(2022, 8, 15), date(2022, 8, 23)
REVIEWED = date(2022, 9, 20)
CHECKED, OTHERS_OPENED = date(2022, 10, 10), date(2022, 10, 11)
CALCULATED = date(2022, 10, 12)
DRAFTED, VERIFIED, INSPECTED = date(2022, 10, 13), date(2022, 10, 17), date(2022, 10, 18)
APPROVED, EXPORTED, ANSWERED = date(2022, 10, 19), date(2022, 10, 20), date(2022, 10, 24)
UNDER_WAY = date(2022, 10, 26)
AS_OF = date(2022, 10, 31)


def at(day: date, hour: time = NINE) -> datetime:
    """The moment of an hour of the story in the district's own time."""
    return datetime.combine(day, hour, ZONE)
