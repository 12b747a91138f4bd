"""The product's one main job, by hand in a browser, as each officer in turn."""

import pytest

from tests.journeys.clerk import Office
from tests.journeys.confirming import Fates, confirm
from tests.journeys.entering import enter
from tests.journeys.reviewing import review


@pytest.mark.journey
def test_a_roster_goes_in_is_confirmed_calculated_paid_and_accounted_for(office: Office) -> None:
    fates = Fates.of(enter(office))
    confirm(office, fates)
    review(office, fates)

    assert office.faults == []
