"""The product's one main job, by hand in a browser, as each officer in turn."""

import pytest

from pension.services import audit
from tests.journeys.accounting import account
from tests.journeys.calculating import calculate
from tests.journeys.clerk import Office
from tests.journeys.confirming import Fates, confirm
from tests.journeys.entering import enter
from tests.journeys.paying import pay
from tests.journeys.reviewing import review


@pytest.mark.journey
def test_a_roster_goes_in_is_confirmed_calculated_paid_and_accounted_for(office: Office) -> None:
    fates = Fates.of(enter(office))
    confirm(office, fates)
    review(office, fates)
    employees = calculate(office, fates.through)
    pay(office, employees)
    account(office)

    assert office.faults == []
    assert list(audit.verify()) == []
