"""Two officers calculate at the same moment: one result, one set of sums, no error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from pension.vocabulary.posts import Post
from subsidies.models import Calculation
from tests.factories.dues import insured_case, rules_in_force
from tests.factories.kernel import holder
from tests.subsidies.calculations.ledger import calculate, live


@pytest.mark.django_db(transaction=True)
def test_two_calculations_at_once_have_the_effect_of_one() -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    officers = [holder(Post.PREPARE) for _ in range(4)]
    start = Barrier(len(officers))

    def work(place: int) -> None:
        start.wait()
        try:
            calculate(case, officers[place])
        finally:
            connection.close()

    with ThreadPoolExecutor(len(officers)) as pool:
        list(pool.map(work, range(len(officers))))

    assert Calculation.objects.count() == 1
    assert [year for _, year, _, _ in live(case)] == [2020, 2021]
