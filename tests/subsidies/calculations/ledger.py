"""Calculating one case in a test, and reading its ledger."""

from datetime import date

from enrollment.models import Case
from pension.models import Officer
from subsidies.models import Calculation, Entitlement
from subsidies.services import calculations
from subsidies.services.summaries import Summary
from subsidies.workflow.states import EntitlementState
from tests.clock import NOON

TODAY = NOON.date()


def calculate(case: Case, by: Officer, judged_on: date = TODAY) -> Summary:
    """Work out a case on a day, by default that of the tests."""
    return calculations.calculate(case.pk, judged_on=judged_on, by=by, at=NOON)


def live(case: Case) -> list[tuple[str, int, int, str]]:
    """Kind, year, amount and state of what counts."""
    rows = Entitlement.objects.filter(person=case.person).live().order_by("year", "kind")
    return list(rows.values_list("kind", "year", "amount_fen", "state"))


def settle(entitlement: Entitlement) -> None:
    """Let an entitlement have been paid."""
    Entitlement.objects.filter(pk=entitlement.pk).update(
        state=EntitlementState.SETTLED, settled_at=NOON
    )


def current(case: Case) -> Calculation:
    """The calculation in force of a case's person."""
    return Calculation.objects.get(person=case.person, is_current=True)
