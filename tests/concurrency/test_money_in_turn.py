"""Opening balances, calculations and batches of the same people wait for each other."""

import pytest
from django.db import transaction

from enrollment.models import Case
from enrollment.rules.categories import Scheme
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement, OpeningRecord
from subsidies.services import batches, calculations, opening, settlements
from subsidies.workflow.states import OpeningState, Origin
from tests.clock import NOON
from tests.concurrency.threads import overtaking
from tests.factories.batches import due, plan
from tests.factories.dues import contribute, insured_case, rules_in_force
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(case: Case, *years: int) -> OpeningRecord:
    """An opening record that says which years were paid before, and waits."""
    return OpeningRecord.objects.create(
        person=case.person,
        paid_years=list(years),
        state=OpeningState.PROPOSED,
        entered_by=holder(Post.MERGE),
        entered_at=NOON,
    )


def test_a_calculation_waits_for_opening_balances_that_come_into_force() -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    record = waiting(case, 2020)
    checker, preparer = holder(Post.SECOND_CHECK), holder(Post.PREPARE)

    overtaking(
        lambda: opening.put_in_force([record.pk], by=checker, at=NOON),
        lambda: calculations.calculate(case.pk, judged_on=NOON.date(), by=preparer, at=NOON),
    )

    live = Entitlement.objects.filter(person=case.person).live()
    assert sorted(live.values_list("year", "origin")) == [
        (2020, Origin.OPENING),
        (2021, Origin.ENGINE),
    ]


def test_opening_balances_wait_for_a_calculation() -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    record = waiting(case, 2020)
    checker, preparer = holder(Post.SECOND_CHECK), holder(Post.PREPARE)

    overtaking(
        lambda: calculations.calculate(case.pk, judged_on=NOON.date(), by=preparer, at=NOON),
        lambda: opening.put_in_force([record.pk], by=checker, at=NOON),
    )

    live = Entitlement.objects.filter(person=case.person).live()
    assert sorted(live.values_list("year", "origin")) == [
        (2020, Origin.OPENING),
        (2021, Origin.ENGINE),
    ]


def test_opening_balances_say_which_year_was_drawn_up_meanwhile() -> None:
    rules_in_force()
    drawn = due(year=2020)
    case = Case.objects.get(person=drawn.person)
    contribute(case, 2020, Scheme.EMPLOYEE)
    record = waiting(case, 2020)
    checker, preparer, wanted = holder(Post.SECOND_CHECK), holder(Post.PREPARE), plan()

    answer = overtaking(
        lambda: batches.draft(wanted, by=preparer, at=NOON),
        lambda: opening.put_in_force([record.pk], by=checker, at=NOON),
    )

    assert not isinstance(answer, str)
    assert "已在批次" in answer.refused[record.pk][0]
    assert Entitlement.objects.get(person=drawn.person).origin == Origin.ENGINE


def test_whoever_settles_takes_the_amounts_in_the_order_of_all() -> None:
    entitlements = [due(), due()]
    low, high = (one.pk for one in entitlements)
    settlements.settle_many([low], at=NOON)  # PostgreSQL keeps the row behind the other now
    settlements.reopen_many([low])

    def lock(key: int) -> list[Entitlement]:
        return list(Entitlement.objects.select_for_update().filter(pk=key))

    def settle() -> int:
        with transaction.atomic():
            return settlements.settle_many([low, high], at=NOON)

    settled = overtaking(lambda: lock(low), settle, lambda: lock(high))

    assert settled == 2
