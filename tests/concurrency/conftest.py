"""How many do the same at once: a few in every run, forty in the deep one."""

import pytest

from enrollment.imports.roster_sheet import SHEET
from pension.celery import app
from pension.models import Upload
from pension.vocabulary.posts import Post
from tests.factories import rosters
from tests.factories.kernel import holder, place
from tests.factories.uploads import filled, handed_in

FEW, MANY = 6, 40


@pytest.fixture(params=[FEW, pytest.param(MANY, marks=pytest.mark.deep)])
def crowd(request: pytest.FixtureRequest) -> int:
    """The number of threads."""
    return request.param


@pytest.fixture(autouse=True, scope="session")
def _handlers() -> None:
    """Know every kind of job, as a worker does."""
    app.loader.import_default_modules()


@pytest.fixture
def checked() -> Upload:
    """A roster with two good rows that waits to be committed."""
    place("530114005001")
    rows = [rosters.row(1), rosters.row(2)]
    return handed_in("roster", filled(SHEET, rows), holder(Post.COMMUNITY_ENTRY))
