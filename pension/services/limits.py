"""How often something may be asked for in a minute; counted in the database, for all servers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from pension.models import RateWindow


@dataclass(frozen=True, slots=True)
class Limit:
    """A name, and how many requests of one subject pass in a minute."""

    name: str
    per_minute: int


def spend(limit: Limit, subject: str, *, at: datetime) -> bool:
    """Count one request of ``subject`` (an address, an officer); False when it is one too many.

    Minutes of the clock: at the turn of a minute twice as many may pass. Counts of earlier
    minutes go with the first request of a new one, so that the table stays small.
    """
    minute = int(at.timestamp()) // 60
    windows = RateWindow.objects.filter(name=limit.name, subject=subject)
    with transaction.atomic():
        if not windows.filter(minute=minute).update(count=F("count") + 1):
            windows.exclude(minute=minute).delete()
            window = RateWindow(name=limit.name, subject=subject, minute=minute)
            RateWindow.objects.bulk_create([window], ignore_conflicts=True)
            windows.filter(minute=minute).update(count=F("count") + 1)
        return windows.get(minute=minute).count <= limit.per_minute
