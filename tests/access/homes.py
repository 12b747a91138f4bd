"""Offices of two districts, and officers who look across the borders between them."""

from dataclasses import dataclass

from pension.models import DistrictSetting, Office, Officer, RegionLevel
from pension.vocabulary.posts import OfficeKind, Post
from tests.factories.kernel import HOME_OF, OfficerFactory, holder, place, region

OTHER_DISTRICT = "530115"
GROUPS = {
    "530114": "53011400500101",
    "530114005": "53011400500101",
    "530114005001": "53011400500101",
    "530114005002": "53011400500201",
    "530114006": "53011400600101",
    "530114006001": "53011400600101",
    "530115": "53011500100101",
    "530115001": "53011500100101",
    "530115001001": "53011500100101",
}
ELSEWHERE = {
    OfficeKind.COMMUNITY: ("530114005002", "530114006001", "530115001001"),
    OfficeKind.STREET: ("530114006", "530115001"),
}


@dataclass(frozen=True, slots=True)
class Home:
    """An officer at work, with a village group inside the region of the office."""

    officer: Officer

    @property
    def office(self) -> Office:
        """The officer's office."""
        assert self.officer.office is not None
        return self.officer.office

    @property
    def kind(self) -> OfficeKind:
        """The kind of the office."""
        return OfficeKind(self.office.kind)

    @property
    def group(self) -> str:
        """The code of a village group in the office's region."""
        return GROUPS[self.office.region.code]

    @property
    def community(self) -> str:
        """The code of the community of that group."""
        return self.group[:12]

    @property
    def street(self) -> str:
        """The code of the street of that group."""
        return self.group[:9]

    @property
    def district(self) -> str:
        """The code of the district of that group."""
        return self.group[:6]


def two_districts() -> None:
    """呈贡区 as other tests know it, and a neighbour with a street, a community and a group."""
    place(GROUPS["530114"])
    top = region(OTHER_DISTRICT, "晋宁区", RegionLevel.DISTRICT, None)
    DistrictSetting.objects.get_or_create(district=top)
    street = region(f"{OTHER_DISTRICT}001", "昆阳街道", RegionLevel.STREET, top)
    community = region(f"{OTHER_DISTRICT}001001", "演示社区", RegionLevel.COMMUNITY, street)
    region(f"{OTHER_DISTRICT}00100101", "1组", RegionLevel.GROUP, community)


def own(post: Post) -> Home:
    """An officer with this one post in its usual office."""
    return Home(holder(post))


def strangers(post: Post) -> list[Home]:
    """Officers with the same post in other offices, near and far."""
    elsewhere = ELSEWHERE.get(HOME_OF[post], (OTHER_DISTRICT,))
    return [Home(holder(post, code)) for code in elsewhere]


def without_posts() -> list[Officer]:
    """Officers of the bureau who hold no post: a plain one, and one who «may do everything»."""
    return [OfficerFactory(), OfficerFactory(is_superuser=True, is_staff=True)]
