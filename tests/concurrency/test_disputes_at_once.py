"""Rulings and calculations of the same people at the same moment: no sum is paid twice or lost."""

import pytest

from enrollment.models import Case
from enrollment.rules.categories import Scheme
from pension.services import audit
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, Dispute, DisputeEvent
from subsidies.queries import rule_sets
from subsidies.rules.vocabulary import Channel, Ruling
from subsidies.services import calculations, disputes
from subsidies.workflow.states import BatchState, DisputeState
from tests.clock import NOON
from tests.concurrency.threads import at_once, results
from tests.factories.batches import Crew, batch_in
from tests.factories.disputes import calculate, changed_scheme, ruled
from tests.factories.dues import contribute, enroll, insured_case, rules_in_force
from tests.factories.kernel import district, holder
from tests.subsidies.calculations.ledger import live

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = NOON.date()


def confirming_and_calculating(crowd: int, dispute: Dispute, case: Case) -> int:
    """Let every second one confirm a ruling, the others calculate; returns how often it took."""
    checkers = [holder(Post.SECOND_CHECK) for _ in range(crowd)]
    preparers = [holder(Post.PREPARE) for _ in range(crowd)]

    def act(here: int) -> object:
        if here % 2:
            return calculate(case, preparers[here])
        return disputes.confirm(dispute.pk, by=checkers[here], at=NOON)

    results(at_once(crowd, act))
    return DisputeEvent.objects.filter(record=dispute, step="confirm").count()


@pytest.mark.parametrize(
    ("ruling", "paid"),
    [
        (Ruling.CANCEL, [("yearly", 2022, 100_000, "due")]),
        (Ruling.UPHOLD, [("yearly", 2020, 100_000, "due")]),
    ],
)
def test_the_one_year_left_is_paid_once_whatever_is_ruled_meanwhile(
    ruling: Ruling, paid: list[tuple[str, int, int, str]], crowd: int
) -> None:
    case = changed_scheme(years_limit="1")
    contribute(case, 2022, Scheme.EMPLOYEE)
    calculate(case)
    dispute = ruled(Dispute.objects.get(), ruling)

    confirmed = confirming_and_calculating(crowd, dispute, case)
    calculate(case)

    assert confirmed == 1
    assert live(case) == paid
    assert not list(audit.verify())


def test_a_sum_that_is_found_again_is_due_once_whether_the_ruling_came_first_or_not(
    crowd: int,
) -> None:
    case = changed_scheme()
    calculate(case)
    dispute = ruled(Dispute.objects.get(), Ruling.CANCEL)
    enroll(case, Scheme.RESIDENT)

    confirmed = confirming_and_calculating(crowd, dispute, case)
    calculate(case)

    dispute.refresh_from_db()
    ended = DisputeState.CANCELLED if confirmed else DisputeState.RESOLVED
    assert (confirmed <= 1, dispute.state) == (True, ended)
    assert live(case) == [("yearly", 2020, 100_000, "due")]
    assert Calculation.objects.filter(person=case.person, is_current=True).count() == 1
    assert not list(audit.verify())


def test_rulings_never_hold_up_a_calculation_that_ends_their_disputes(crowd: int) -> None:
    rules_in_force()
    crew, waiting = Crew(), [insured_case(years=(2020,)) for _ in range(crowd - 1)]
    for case in waiting:
        calculate(case, crew.preparer)
        enroll(case, Scheme.EMPLOYEE)
        calculate(case, crew.preparer)
        enroll(case, Scheme.RESIDENT)
    moving = insured_case(years=(2020,))
    calculate(moving, crew.preparer)
    batch_in(BatchState.LOCKED, crew, Channel.RESIDENT_ACCOUNT)
    enroll(moving, Scheme.EMPLOYEE)
    rule_set = rule_sets.in_force(district().code, TODAY)
    officers = [holder(Post.PREPARE) for _ in range(crowd)]
    keys = list(Dispute.objects.values_list("pk", flat=True))

    def act(here: int) -> object:
        by = officers[here]
        if here < len(keys):
            return disputes.rule(keys[here], Ruling.CANCEL, reason="演示", by=by, at=NOON)
        cases = [case.pk for case in (*waiting, moving)]
        return calculations.calculate_many(cases, rule_set, judged_on=TODAY, by=by, at=NOON)

    at_once(crowd, act)

    ended = Dispute.objects.filter(pk__in=keys, state=DisputeState.RESOLVED)
    assert ended.count() == len(keys)
    assert Dispute.objects.exclude(pk__in=keys).get().state == DisputeState.OPEN
    assert not list(audit.verify())
