"""Two officers accept the same person at the same moment: one case, and a word for the other."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from enrollment.models import Case, Person
from enrollment.services import applications
from enrollment.services.applications import Application
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.applications import application
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_at_once_one_is_told_the_others_number() -> None:
    clerks = [holder(Post.COMMUNITY_ENTRY) for _ in range(4)]

    with ThreadPoolExecutor(len(clerks)) as pool:
        answers = list(pool.map(partial(accept, application()), clerks))

    assert (Person.objects.count(), Case.objects.count()) == (1, 1)
    assert answers.count("受理") == 1
    refused = [answer for answer in answers if answer != "受理"]
    assert len(refused) == 3
    assert all("CG-2022-000001" in answer for answer in refused)


def accept(handed_in: Application, by: Officer) -> str:
    """Accept the application on a connection of its own; gives what the officer reads."""
    try:
        applications.accept(handed_in, by=by, at=NOON, source="手工录入")
    except CaseError as refusal:
        return str(refusal)
    finally:
        connection.close()
    return "受理"
