"""The years of contribution that count, read for many people at once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, IntegerField, Max, Min, When
from django.utils import timezone

from enrollment.models import Contribution
from enrollment.rules.categories import Scheme


class ProvenYear(NamedTuple):
    """A year of contribution: in which scheme, and in which year its proof was handed in."""

    year: int
    scheme: Scheme
    claimed_in: int


def proven_years(people: Collection[int]) -> dict[int, list[ProvenYear]]:
    """The years of contribution that count, by person, earliest first; by two queries."""
    found: dict[int, list[ProvenYear]] = defaultdict(list)
    live = Contribution.objects.filter(person__among=people, voided_at__isnull=True)
    bounds = live.aggregate(first=Min("entered_at"), last=Max("entered_at"))
    if bounds["first"] is None:
        return found
    claimed_in = _year_entered(bounds["first"], bounds["last"])
    for person, year, scheme, claimed in live.order_by("year").values_list(
        "person_id", "year", "scheme", claimed_in
    ):
        found[person].append(_proven_year(year, scheme, claimed))
    return found


def _year_entered(first: datetime, last: datetime) -> Case:
    """The year of ``entered_at`` between two moments, found by comparing with each new year.

    Reading every moment as a date takes longer than everything else about its row.
    """
    zone = timezone.get_current_timezone()
    years = range(timezone.localdate(first).year, timezone.localdate(last).year)
    ended = (
        When(entered_at__lt=datetime(year + 1, 1, 1, tzinfo=zone), then=year) for year in years
    )
    return _AsRead(*ended, default=years.stop, output_field=IntegerField())


class _AsRead(Case):
    """A choice whose values are taken as the database gives them."""

    def get_db_converters(self, connection: BaseDatabaseWrapper) -> list[Any]:
        """Nothing to convert: Django would make an int of every int."""
        return []


@lru_cache(maxsize=4096)
def _proven_year(year: int, scheme: str, claimed_in: int) -> ProvenYear:
    """The same few years recur all through a district."""
    return ProvenYear(year, Scheme(scheme), claimed_in)
