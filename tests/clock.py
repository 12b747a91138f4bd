"""The hour that tests play at."""

from datetime import datetime
from zoneinfo import ZoneInfo

# The moment of the published figures: end of October 2022, noon in the district.
NOON = datetime(2022, 10, 31, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
