"""Cases by street: the first digits of a group's code are its street's."""

from collections import Counter

from django.db.models import Count

from enrollment.models.cases import CaseQuerySet
from pension.models import Region, RegionLevel

STREET_DIGITS = 9


def by_street(cases: CaseQuerySet) -> Counter[str]:
    """How many of ``cases`` each street has, by its code."""
    rows = cases.order_by().values_list("region__code").annotate(count=Count("pk"))
    found: Counter[str] = Counter()
    for code, count in rows:
        found[code[:STREET_DIGITS]] += count
    return found


def by_street_and_state(cases: CaseQuerySet) -> Counter[tuple[str, str]]:
    """How many of ``cases`` each street has in each state."""
    rows = cases.order_by().values_list("region__code", "state").annotate(count=Count("pk"))
    found: Counter[tuple[str, str]] = Counter()
    for code, state, count in rows:
        found[code[:STREET_DIGITS], state] += count
    return found


def street_names(codes: set[str]) -> dict[str, str]:
    """Today's names of streets; a renamed street's latest row wins."""
    rows = Region.objects.filter(code__in=codes, level=RegionLevel.STREET).order_by("valid_from")
    return dict(rows.values_list("code", "name"))
