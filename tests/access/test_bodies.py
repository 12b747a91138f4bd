"""Keys of another office's rows, sent in the body of a form: nothing happens to those rows."""

import pytest
from django.db import models
from django.test import Client

from pension.vocabulary.posts import OfficeKind
from tests.access.bodies import AIMS
from tests.access.homes import Home, own, two_districts
from tests.factories.enrollment import rules

pytestmark = pytest.mark.django_db

FAR = "53011500100101"  # a group of the other district
NEAR = "53011400600101"  # a group of another street


def columns(row: models.Model) -> dict[str, object]:
    """The row as it stands in the database."""
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def is_changed(name: str, home: Home, group: str, client: Client) -> bool:
    """Whether the form changes the row of a group that it aims at."""
    _, aim = AIMS[name]
    attempt = aim(home, group)
    before = columns(attempt.row)
    client.force_login(home.officer, backend="pension.middleware.officers.OfficerBackend")

    answer = client.post(attempt.url, attempt.body)

    assert answer.status_code in (200, 302, 404)
    return columns(attempt.row) != before


@pytest.fixture
def home(name: str) -> Home:
    """The officer who sends the form."""
    two_districts()
    rules()
    post, _ = AIMS[name]
    return own(post)


@pytest.mark.parametrize("name", AIMS)
def test_a_form_changes_a_row_of_the_own_office(name: str, home: Home, client: Client) -> None:
    assert is_changed(name, home, home.group, client)


@pytest.mark.parametrize("name", AIMS)
def test_a_form_reaches_no_row_of_another_office(name: str, home: Home, client: Client) -> None:
    is_local = home.kind in (OfficeKind.COMMUNITY, OfficeKind.STREET)

    assert not is_changed(name, home, NEAR if is_local else FAR, client)
