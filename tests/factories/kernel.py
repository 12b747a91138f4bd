"""Regions, offices and officers of a made-up corner of 呈贡区."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import count

import factory
from django.utils import timezone

from pension.models import DistrictSetting, Office, Officer, PostHolding, Region, RegionLevel
from pension.vocabulary.posts import OFFICE_POSTS, OfficeKind, Post

EPOCH = date(2011, 1, 1)
FAR_AGO = datetime(2020, 1, 1, tzinfo=timezone.get_fixed_timezone(480))
DISTRICT = "530114"
STREETS = {"530114005": "吴家营街道", "530114006": "雨花街道"}
COMMUNITIES = {
    "530114005001": "郎家营社区",
    "530114005002": "缪家营社区",
    "530114006001": "前卫营社区",
}
GROUPS_EACH = 2
_numbers = count(1)


def region(code: str, name: str, level: RegionLevel, parent: Region | None) -> Region:
    """The region of this code, made on first asking."""
    found, _ = Region.objects.get_or_create(
        code=code,
        valid_from=EPOCH,
        defaults={"name": name, "level": level, "parent": parent},
    )
    return found


def district() -> Region:
    """呈贡区 with two streets, three communities and two groups in each; its settings."""
    known = Region.objects.filter(code=DISTRICT, setting__isnull=False).first()
    return known or _small_world()


def _small_world() -> Region:
    top = region(DISTRICT, "呈贡区", RegionLevel.DISTRICT, None)
    DistrictSetting.objects.get_or_create(district=top)
    for street_code, street_name in STREETS.items():
        street = region(street_code, street_name, RegionLevel.STREET, top)
        for code, name in COMMUNITIES.items():
            if code.startswith(street_code):
                community = region(code, name, RegionLevel.COMMUNITY, street)
                for number in range(1, GROUPS_EACH + 1):
                    region(f"{code}{number:02d}", f"{number}组", RegionLevel.GROUP, community)
    return top


def place(code: str) -> Region:
    """The region of the small world with this code."""
    known = Region.objects.filter(code=code).first()
    if known is None:
        _small_world()
    return known or Region.objects.get(code=code)


class OfficeFactory(factory.django.DjangoModelFactory):
    """An office; the bureau of the district unless told otherwise."""

    class Meta:
        """The office table."""

        model = Office

    name = factory.Sequence(lambda n: f"演示机构{n}")
    kind = OfficeKind.BUREAU
    region = factory.LazyFunction(district)


# What the name of an office adds to that of its region.
ENDINGS = {
    OfficeKind.COMMUNITY: "居委会",
    OfficeKind.STREET: "办事处",
    OfficeKind.AGRICULTURE: "农业农村局",
    OfficeKind.RESOURCES: "自然资源局",
    OfficeKind.POLICE: "公安分局",
    OfficeKind.BUREAU: "居保局",
}


def office(kind: OfficeKind, code: str = DISTRICT) -> Office:
    """The one office of this kind in this region."""
    known = Office.objects.filter(kind=kind, region__code=code).first()
    if known is not None:
        return known
    where = place(code)
    return Office.objects.create(kind=kind, region=where, name=f"{where.name}{ENDINGS[kind]}")


class OfficerFactory(factory.django.DjangoModelFactory):
    """An officer of the bureau; ``posts=[Post.X]`` grants posts."""

    class Meta:
        """The officer table."""

        model = Officer
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"officer{n}")
    name = factory.Sequence(lambda n: f"演示经办{n}")
    office = factory.LazyFunction(lambda: office(OfficeKind.BUREAU))
    password = "!"
    created_at = FAR_AGO

    @factory.post_generation
    def posts(self, create: bool, extracted: Iterable[Post] | None) -> None:
        """Grant the posts asked for."""
        for post in extracted or ():
            PostHolding.objects.create(officer=self, post=post, granted_at=FAR_AGO)


HOME_OF = {post: kind for kind, posts in OFFICE_POSTS.items() for post in posts}
USUAL_PLACE = {OfficeKind.COMMUNITY: "530114005001", OfficeKind.STREET: "530114005"}


def holder(post: Post, code: str | None = None, *, username: str = "") -> Officer:
    """A new officer with this one post, in the office where the post belongs."""
    kind = HOME_OF[post]
    where = code or USUAL_PLACE.get(kind, DISTRICT)
    number = next(_numbers)
    return OfficerFactory(
        username=username or f"{post}{number}",
        name=f"演示{post.label}{number}",
        office=office(kind, where),
        posts=[post],
    )


def standing(posts: Iterable[Post]) -> dict[Post, Officer]:
    """For each post the officer who stands behind what other tables say was done earlier.

    There is one of each in the usual places, whatever is made: tests act as new holders.
    """
    names = {f"standing-{post}": post for post in posts}
    known = Officer.objects.filter(username__in=names).select_related("office")
    found = {names[officer.username]: officer for officer in known}
    return found | {
        post: holder(post, username=name) for name, post in names.items() if post not in found
    }
