"""Places by the names that clerks write: street, community, village group of one district."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from django.db.models import Q

from pension.models import Region, RegionLevel, within

DISTRICT_DIGITS = 6
NEAREST = 3
REMEMBERED = 2_048  # a roster names the same few places in every row
_ENDINGS = re.compile(
    r"(街道办事处|街道|镇|乡|社区居民委员会|社区居委会|居委会|社区|村民委员会|村委会|村民小组|小组|村|组|社)$"
)
_NUMERALS = {word: str(number) for number, word in enumerate("一二三四五六七八九十", 1)}


class PlaceError(ValueError):
    """A name that leads to no place: which of the three, and a sentence with the cure."""

    def __init__(self, part: str, sentence: str) -> None:
        """``part`` is street, community or group."""
        super().__init__(sentence)
        self.part = part


class Places:
    """The regions of a district as they are named on a day, found by what clerks write.

    Endings may be left out and group numbers written either way: «吴家营», «第一村民小组».
    """

    def __init__(self, district_code: str, day: date) -> None:
        """Read the district's regions in force on ``day``, once for many look-ups."""
        regions = Region.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
            valid_from__lte=day,
            **within("code", district_code),
        )
        self._below: dict[int, dict[str, Region]] = defaultdict(dict)
        self._streets: dict[str, Region] = {}
        self._communities: dict[str, list[Region]] = defaultdict(list)
        names: dict[int, str] = {}
        for region in regions.order_by("code"):
            names[region.pk] = region.name
            if region.level == RegionLevel.STREET:
                self._streets[plain(region.name)] = region
            elif region.parent_id is not None:
                self._below[region.parent_id][plain(region.name)] = region
            if region.level == RegionLevel.COMMUNITY:
                self._communities[plain(region.name)].append(region)
        self._names = names

    def find(self, street: str, community: str, group: str) -> Region:
        """The group's region, or the community's where it has no groups; else a PlaceError."""
        found_street = self._street(street)
        found_community = self._community(found_street, community)
        return self._group(found_community, group)

    def _street(self, name: str) -> Region:
        if plain(name) not in self._streets:
            raise PlaceError("street", f"没有街道“{name}”{_nearest(name, self._streets)}")
        return self._streets[plain(name)]

    def _community(self, street: Region, name: str) -> Region:
        own = self._below[street.pk]
        if plain(name) in own:
            return own[plain(name)]
        elsewhere = self._communities.get(plain(name), [])
        if elsewhere:
            real = "、".join(self._names.get(region.parent_id or 0, "") for region in elsewhere)
            raise PlaceError("community", f"“{name}”属于{real}，不在{street.name}，请核对街道")
        raise PlaceError("community", f"{street.name}没有社区“{name}”{_nearest(name, own)}")

    def _group(self, community: Region, name: str) -> Region:
        own = self._below[community.pk]
        if plain(name) in own:
            return own[plain(name)]
        if not own and not name:
            return community
        if not own:
            raise PlaceError("group", f"{community.name}没有登记村民小组，请留空")
        if not name:
            raise PlaceError("group", f"请填写村民小组：{_listed(own.values())}")
        raise PlaceError("group", f"{community.name}没有村民小组“{name}”{_nearest(name, own)}")


@lru_cache(REMEMBERED)
def plain(name: str) -> str:
    """A name without its ending: «吴家营街道» and «吴家营», «第一村民小组» and «1组» agree."""
    short = _ENDINGS.sub("", name.removeprefix("第")) or name
    return _NUMERALS.get(short, short)


def known_district_codes() -> frozenset[str]:
    """The codes of districts that were ever in force here, for doubts about identity numbers."""
    districts = Region.objects.filter(level=RegionLevel.DISTRICT)
    return frozenset(districts.values_list("code", flat=True))


def _nearest(name: str, known: Mapping[str, Region]) -> str:
    """The cure: the names that are most alike, else all of them if they are few."""
    close = difflib.get_close_matches(plain(name), known, n=NEAREST, cutoff=0.4)
    if close:
        return f"，是否为{'、'.join(f'“{known[key].name}”' for key in close)}？请改正"
    return f"，请填写{_listed(known.values())}之一" if known else "，请先由区居保局登记"


def _listed(regions: Iterable[Region], limit: int = 12) -> str:
    names = [region.name for region in regions]
    return "、".join(names[:limit]) + ("等" if len(names) > limit else "")
