"""Regions, offices and officers of the demo: an officer for every post."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from pension.demo.places import (
    COMMUNITIES_PER_STREET,
    DISTRICT_CODE,
    DISTRICT_NAME,
    GROUPS_PER_COMMUNITY,
    NEWCOMERS_COMMUNITY,
    NEWCOMERS_STREET,
    OLD_DISTRICT_CODE,
    OLD_DISTRICT_NAME,
    ORDINALS,
    STREETS,
    VERIFYING_STREET,
)
from pension.models import DistrictSetting, Office, Officer, Region, RegionLevel
from pension.services import officers
from pension.vocabulary.posts import OFFICE_POSTS, OfficeKind, Post

DEMO_SIGN_IN = "Demo-2022-Kunming"
DISTRICT_SINCE, ANCIENT = date(2011, 5, 20), date(1980, 1, 1)
DEPARTMENTS = {
    OfficeKind.AGRICULTURE: ("nyj", "呈贡区农业农村局"),
    OfficeKind.RESOURCES: ("zrj", "呈贡区自然资源局"),
    OfficeKind.POLICE: ("gaj", "公安呈贡分局"),
    OfficeKind.BUREAU: ("jbj", "呈贡区居保局"),
}
POST_CODES = {
    Post.COMMUNITY_ENTRY: "luru",
    Post.COMMUNITY_CONFIRM: "queren",
    Post.AGRICULTURE: "queren",
    Post.RESOURCES: "queren",
    Post.POLICE: "hedui",
    Post.STREET_ENTRY: "jingban",
    Post.STREET_REVIEW: "shenhe",
    Post.MERGE: "binggui",
    Post.JOINT_REVIEW: "lianshen",
    Post.SECOND_CHECK: "fuhe",
    Post.PREPARE: "bianzhi",
    Post.INSPECT: "jihe",
    Post.DIRECTOR: "juzhang",
    Post.CASHIER: "chuna",
    Post.RECONCILE: "hedui",
    Post.PERFORMANCE: "jixiao",
    Post.SYSTEM: "xitong",
}


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account as the newcomer is told of it."""

    username: str
    office: str
    post: str


def build(at: datetime) -> Region:
    """Make the regions, offices and officers; returns the district."""
    district = _regions()
    DistrictSetting.objects.create(district=district, single_clerk=False, is_demo=True)
    password_hash = make_password(DEMO_SIGN_IN)  # hashed once: a hundred hashes take a minute
    for prefix, office in _offices(district):
        for post in OFFICE_POSTS[OfficeKind(office.kind)]:
            officers.open_account(
                username=f"{prefix}_{POST_CODES[post]}",
                name=f"演示{post.label}",
                office=office,
                posts=[post],
                password_hash=password_hash,
                by=None,
                at=at,
                must_change=False,
            )
    return district


def holder(post: Post, region: Region) -> Officer:
    """The demo officer who holds a post in an office of this very region."""
    return Officer.objects.select_related("office", "office__region").get(
        office__region=region, holdings__post=post, holdings__ended_at__isnull=True
    )


def is_demo() -> bool:
    """Whether the district is made up."""
    return DistrictSetting.objects.filter(is_demo=True).exists()


def accounts() -> list[Account]:
    """The accounts that a newcomer needs: a place of each kind where work waits at every desk."""
    shown = Officer.objects.filter(
        Q(office__region__code__in=(DISTRICT_CODE, NEWCOMERS_STREET, NEWCOMERS_COMMUNITY))
        | Q(
            office__region__code__startswith=VERIFYING_STREET,
            holdings__post=Post.COMMUNITY_CONFIRM,
        ),
        is_active=True,
    )
    return [
        Account(officer.username, officer.office.name if officer.office else "", officer.post_names)
        for officer in shown.select_related("office")
        .prefetch_related("holdings")
        .order_by("office__region__code", "pk")
    ]


def _regions() -> Region:
    Region.objects.create(
        code=OLD_DISTRICT_CODE,
        name=OLD_DISTRICT_NAME,
        level=RegionLevel.DISTRICT,
        valid_from=ANCIENT,
        valid_to=DISTRICT_SINCE,
    )
    district = _region(DISTRICT_CODE, DISTRICT_NAME, RegionLevel.DISTRICT, None)
    for street in STREETS:
        top = _region(street.code, street.name, RegionLevel.STREET, district)
        short = street.name.removesuffix("街道")
        for number in range(1, COMMUNITIES_PER_STREET + 1):
            code = f"{street.code}{number:03d}"
            name = f"{short}{ORDINALS[number - 1]}社区"
            community = _region(code, name, RegionLevel.COMMUNITY, top)
            for group in range(1, GROUPS_PER_COMMUNITY + 1):
                _region(f"{code}{group:02d}", f"{group}组", RegionLevel.GROUP, community)
    return district


def _region(code: str, name: str, level: RegionLevel, parent: Region | None) -> Region:
    return Region.objects.create(
        code=code, name=name, level=level, parent=parent, valid_from=DISTRICT_SINCE
    )


def _offices(district: Region) -> list[tuple[str, Office]]:
    numbers = count(1)
    made = [
        (prefix, _office(next(numbers), name, kind, district))
        for kind, (prefix, name) in DEPARTMENTS.items()
    ]
    below = Region.objects.filter(level__in=(RegionLevel.STREET, RegionLevel.COMMUNITY))
    for region in below.order_by("code"):
        is_street = region.level == RegionLevel.STREET
        kind = OfficeKind.STREET if is_street else OfficeKind.COMMUNITY
        name = f"{region.name}办事处" if is_street else f"{region.name}居委会"
        prefix = ("jd" if is_street else "sq") + region.code.removeprefix(DISTRICT_CODE)
        made.append((prefix, _office(next(numbers), name, kind, region)))
    return made


def _office(number: int, name: str, kind: OfficeKind, region: Region) -> Office:
    return Office.objects.create(
        name=name,
        kind=kind,
        region=region,
        address=f"演示路{number}号",
        phone=f"0871-{number:08d}",
        hours="工作日 9:00—12:00，13:30—17:30",
    )
