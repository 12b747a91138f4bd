"""Keys of another office's rows in the order of a job: nothing is done to them, nothing given out.

No form lets an officer write such an order; what a handler reads is bounded by its owner all the
same, as a page is by its reader.
"""

from contextlib import suppress

import pytest
from django.core.exceptions import ObjectDoesNotExist

from pension.celery import app
from pension.models import Job, JobFile, JobState, Officer
from pension.services import jobs
from tests.access.homes import Home, own, strangers, two_districts
from tests.access.orders import NAMING_NO_ROW, ORDERS, post_for
from tests.access.visits import written
from tests.clock import NOON
from tests.factories.dues import rules_in_force
from tests.factories.enrollment import rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def _handlers() -> None:
    """Know every kind of job, as a worker does."""
    app.loader.import_default_modules()


@pytest.fixture
def home(kind: str) -> Home:
    """The officer who asks for the job."""
    two_districts()
    rules(), rules_in_force()
    return own(post_for(kind))


def asked(kind: str, whose: Home, by: Officer) -> Job:
    """A job that an officer asked for, and that names rows of some home."""
    return jobs.enqueue(kind, key="demo", title="演示", by=by, at=NOON, params=ORDERS[kind](whose))


@pytest.mark.deep
@pytest.mark.parametrize("kind", ORDERS)
def test_a_job_takes_a_key_of_the_own_office(kind: str, home: Home) -> None:
    job = asked(kind, home, home.officer)

    jobs.run(job.pk, lambda: NOON)

    job.refresh_from_db()
    assert job.state == JobState.DONE, job.message


@pytest.mark.parametrize("kind", ORDERS)
def test_a_job_uses_no_key_of_another_office(kind: str, home: Home) -> None:
    (post,) = home.officer.posts
    job = asked(kind, strangers(post)[-1], home.officer)

    with written() as wrote, suppress(ObjectDoesNotExist):
        jobs.run(job.pk, lambda: NOON)

    assert [one for one in wrote if '"pension_job"' not in one] == []
    assert not JobFile.objects.exists()


def test_every_kind_of_job_that_names_rows_is_tried() -> None:
    assert set(jobs.handled()) == ORDERS.keys() | NAMING_NO_ROW
