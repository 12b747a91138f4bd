"""Two second officers decide the same record at the same moment: one effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from pension.models import Officer, Upload
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement, OpeningRecord
from subsidies.services import opening
from subsidies.workflow.states import OpeningState
from tests.clock import NOON
from tests.factories.kernel import holder
from tests.factories.openings import records, row

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_decisions_at_once_one_counts(entered: Callable[..., Upload]) -> None:
    keys = records(entered(row()))
    officers = [holder(Post.SECOND_CHECK) for _ in range(3)]

    def decide(by: Officer) -> int:
        try:
            return len(opening.put_in_force(keys, by=by, at=NOON).done)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(officers)) as pool:
        done = list(pool.map(decide, officers))

    assert sorted(done) == [0, 0, 1]
    assert OpeningRecord.objects.get().state == OpeningState.IN_FORCE
    assert Entitlement.objects.count() == 2
