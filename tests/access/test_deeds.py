"""Keys of another office's rows, handed to a service: it refuses, whatever page asked."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import OfficeKind, Post
from subsidies.models import FundEntry
from subsidies.services import funds
from tests.access import deeds, deeds_of_people
from tests.access.deeds import DEEDS
from tests.access.homes import Home, own, two_districts
from tests.access.test_bodies import FAR, NEAR
from tests.access.visits import written
from tests.factories.dues import rules_in_force
from tests.factories.enrollment import rules
from tests.factories.kernel import holder
from tests.factories.uploads import handed_in
from tests.scopes.rows import SCOPED

REGISTERED_BY = (deeds, deeds_of_people)
pytestmark = pytest.mark.django_db


@pytest.fixture
def home(name: str) -> Home:
    """The officer who calls the service."""
    two_districts()
    rules(), rules_in_force()
    return own(DEEDS[name].post)


@pytest.mark.parametrize("name", DEEDS)
def test_a_service_takes_a_key_of_the_own_office(name: str, home: Home) -> None:
    call = DEEDS[name].aim(home.group)

    with written() as wrote:
        call(home.officer)

    assert wrote


@pytest.mark.parametrize("name", DEEDS)
def test_a_service_refuses_a_key_of_another_office(name: str, home: Home) -> None:
    is_local = home.kind in (OfficeKind.COMMUNITY, OfficeKind.STREET)
    call = DEEDS[name].aim(NEAR if is_local else FAR)

    with written() as wrote, pytest.raises((CaseError, ObjectDoesNotExist)):
        call(home.officer)

    assert not wrote


def test_a_figure_of_another_district_stands_in_nobodys_way() -> None:
    two_districts()
    SCOPED[FundEntry].make(FAR)

    assert funds.standing(holder(Post.PERFORMANCE)) == {}
    assert len(funds.standing(holder(Post.PERFORMANCE, FAR[:6]))) == 1


def test_a_file_that_another_office_handed_in_is_new_here() -> None:
    two_districts()
    here, there = holder(Post.COMMUNITY_ENTRY), holder(Post.COMMUNITY_ENTRY, NEAR[:12])

    uploads = [handed_in("roster", b"not a workbook", clerk).pk for clerk in (there, here)]

    assert len(set(uploads)) == 2
