"""Places are found by what clerks write, and a name that leads nowhere is answered with a cure."""

from datetime import date

import pytest

from pension.models import Region
from pension.queries.places import PlaceError, Places, known_district_codes, plain
from tests.factories.kernel import DISTRICT, district, place

pytestmark = pytest.mark.django_db

TODAY = date(2022, 10, 31)


@pytest.fixture
def places() -> Places:
    """The small district as it is named today."""
    district()
    return Places(DISTRICT, TODAY)


@pytest.mark.parametrize(
    ("street", "community", "group"),
    [
        ("吴家营街道", "郎家营社区", "1组"),
        ("吴家营", "郎家营", "1"),
        ("吴家营街道办事处", "郎家营社区居委会", "第一村民小组"),
        ("吴家营街道", "郎家营村委会", "一组"),
    ],
)
def test_endings_and_numerals_may_differ(
    street: str, community: str, group: str, places: Places
) -> None:
    assert places.find(street, community, group) == place("53011400500101")


@pytest.mark.parametrize(
    ("names", "part", "sentence"),
    [
        (("吴家莹街道", "郎家营社区", "1组"), "street", "是否为“吴家营街道”？"),
        (("火星街道", "郎家营社区", "1组"), "street", "请填写吴家营街道、雨花街道之一"),
        (("吴家营街道", "郎家莹社区", "1组"), "community", "是否为“郎家营社区”"),
        (("吴家营街道", "前卫营社区", "1组"), "community", "“前卫营社区”属于雨花街道"),
        (("吴家营街道", "郎家营社区", "7组"), "group", "没有村民小组“7组”"),
        (("吴家营街道", "郎家营社区", ""), "group", "请填写村民小组：1组、2组"),
    ],
)
def test_a_name_that_leads_nowhere_says_which_and_what_it_could_be(
    names: tuple[str, str, str], part: str, sentence: str, places: Places
) -> None:
    with pytest.raises(PlaceError, match=sentence) as refusal:
        places.find(*names)

    assert refusal.value.part == part


def test_a_community_without_groups_is_the_place_itself() -> None:
    community = place("530114006001")
    community.children.all().delete()

    found = Places(DISTRICT, TODAY).find("雨花街道", "前卫营社区", "")

    assert found == community
    with pytest.raises(PlaceError, match="没有登记村民小组，请留空"):
        Places(DISTRICT, TODAY).find("雨花街道", "前卫营社区", "1组")


def test_a_name_counts_while_it_is_in_force() -> None:
    street = place("530114005")
    Region.objects.filter(pk=street.pk).update(valid_to=date(2022, 1, 1))

    with pytest.raises(PlaceError, match="没有街道“吴家营街道”"):
        Places(DISTRICT, TODAY).find("吴家营街道", "郎家营社区", "1组")


def test_places_of_another_district_are_not_found() -> None:
    district()

    with pytest.raises(PlaceError):
        Places("530115", TODAY).find("吴家营街道", "郎家营社区", "1组")


def test_districts_of_old_are_known_too() -> None:
    district()
    Region.objects.create(
        code="530121",
        name="呈贡县",
        level="district",
        valid_from=date(1950, 1, 1),
        valid_to=date(2011, 5, 20),
    )

    assert known_district_codes() == {"530114", "530121"}


def test_a_name_that_is_nothing_but_an_ending_stays() -> None:
    assert plain("社区") == "社区"
