"""Cases by street: the first digits of a group's code are its street's."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Count

from enrollment.models.cases import CaseQuerySet
from pension.models import Region, RegionLevel

STREET_DIGITS = 9


def by_street(cases: CaseQuerySet) -> Counter[str]:
    """How many of ``cases`` each street has, by its code."""
    rows = cases.order_by().values_list("region_id").annotate(count=Count("pk"))
    return _summed(dict(rows))


def few_by_street(cases: CaseQuerySet) -> Counter[str]:
    """The same for cases that are few among those of their state.

    To group them, a database goes through the whole state in the order of the regions.
    """
    return _summed(Counter(cases.order_by().values_list("region_id", flat=True)))


def by_street_and_state(cases: CaseQuerySet) -> Counter[tuple[str, str]]:
    """How many of ``cases`` each street has in each state."""
    counted = cases.order_by().values_list("state", "region_id").annotate(count=Count("pk"))
    rows = list(counted)  # state before region, as the index has them: nothing is sorted
    streets = _streets_of(region for _, region, _ in rows)
    found: Counter[tuple[str, str]] = Counter()
    for state, region, count in rows:
        found[streets[region], state] += count
    return found


def street_names(codes: set[str]) -> dict[str, str]:
    """Today's names of streets; a renamed street's latest row wins."""
    rows = Region.objects.filter(code__in=codes, level=RegionLevel.STREET).order_by("valid_from")
    return dict(rows.values_list("code", "name"))


def _summed(by_region: Mapping[int, int]) -> Counter[str]:
    """Counts by the keys of regions, added up by the codes of their streets."""
    streets = _streets_of(by_region)
    found: Counter[str] = Counter()
    for region, count in by_region.items():
        found[streets[region]] += count
    return found


def _streets_of(regions: Iterable[int]) -> dict[int, str]:
    """The street code of each region, by the region's key."""
    rows = Region.objects.filter(pk__in=set(regions)).values_list("pk", "code")
    return {key: code[:STREET_DIGITS] for key, code in rows}
