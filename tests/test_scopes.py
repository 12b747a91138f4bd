"""Who sees which rows: every table with a scope × offices near and far, by the codes alone."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from pension.models import Office, Officer, Region, ScopedQuerySet
from pension.vocabulary.posts import OFFICE_POSTS, OfficeKind
from tests.access.homes import GROUPS, two_districts
from tests.factories.kernel import OfficerFactory, office, place
from tests.scopes.rows import OF_ONE_OFFICE, SCOPED

pytestmark = pytest.mark.django_db

VIEWERS = [
    (OfficeKind.COMMUNITY, "530114005001"),
    (OfficeKind.COMMUNITY, "530114005002"),
    (OfficeKind.STREET, "530114005"),
    (OfficeKind.STREET, "530114006"),
    (OfficeKind.BUREAU, "530114"),
    (OfficeKind.AGRICULTURE, "530114"),
    (OfficeKind.BUREAU, "530115"),
]
PLACES = sorted(set(GROUPS.values()))


def scoped_models() -> Iterator[type[models.Model]]:
    """Every table whose rows are narrowed to an officer."""
    for model in apps.get_models():
        if hasattr(model._default_manager.all(), "visible_to"):
            yield model


def viewer(kind: OfficeKind, code: str) -> Officer:
    """An officer of such an office with a post that is usual there."""
    return OfficerFactory(office=office(kind, code), posts=OFFICE_POSTS[kind][:1])


def sees(officer: Officer, row: models.Model) -> bool:
    """Whether the row is among those that the officer sees."""
    return type(row)._default_manager.all().visible_to(officer).filter(pk=row.pk).exists()


def test_every_scoped_table_is_tried() -> None:
    assert set(SCOPED) | set(OF_ONE_OFFICE) == set(scoped_models())


def test_a_scope_says_by_which_path() -> None:
    assert all(kind.region_path for kind in ScopedQuerySet.__subclasses__())


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_an_office_sees_what_lies_in_its_own_region(model: type[models.Model]) -> None:
    two_districts()
    scoped = SCOPED[model]
    rows = {group: scoped.make(group) for group in PLACES}

    for kind, code in VIEWERS:
        officer = viewer(kind, code)
        for group, row in rows.items():
            is_own = group[: scoped.digits].startswith(code) and kind not in scoped.unseen_by
            assert sees(officer, row) == is_own, f"{kind} {code} and {model.__name__} of {group}"


@pytest.mark.parametrize("model", [*SCOPED, *OF_ONE_OFFICE], ids=lambda model: model.__name__)
def test_whoever_belongs_to_no_office_sees_nothing(model: type[models.Model]) -> None:
    two_districts()
    makers = OF_ONE_OFFICE | {one: scoped.make for one, scoped in SCOPED.items()}
    row = makers[model](PLACES[0])

    assert not sees(OfficerFactory(office=None, is_superuser=True), row)


@pytest.mark.parametrize("model", OF_ONE_OFFICE, ids=lambda model: model.__name__)
def test_work_of_an_office_is_seen_by_colleagues_alone(model: type[models.Model]) -> None:
    two_districts()
    group = PLACES[0]
    row = OF_ONE_OFFICE[model](group)

    for kind, code in VIEWERS:
        officer = viewer(kind, code)
        assert sees(officer, row) == (kind is OfficeKind.COMMUNITY and code == group[:12])


def test_a_table_without_a_path_shows_nothing() -> None:
    place(PLACES[0])
    officer = viewer(OfficeKind.BUREAU, "530114")

    assert not ScopedQuerySet(Region).visible_to(officer).exists()
    assert ScopedQuerySet(Office).filter(pk=officer.office_id).exists()
