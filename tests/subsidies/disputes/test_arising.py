"""What a calculation contradicts is kept, counted and put aside until it was ruled upon."""

import pytest

from enrollment.models import Contribution
from enrollment.rules.categories import Drawing, Scheme
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Dispute, Entitlement
from subsidies.queries.batches.candidates import free_entitlements
from subsidies.rules.vocabulary import Channel
from subsidies.services import batches
from subsidies.workflow.states import (
    DisputeState,
    EntitlementState,
    OpeningState,
)
from tests.clock import NOON
from tests.factories.batches import plan
from tests.factories.disputes import changed_scheme
from tests.factories.dues import contribute, enroll, insured_case, opening, rules_in_force
from tests.factories.kernel import holder
from tests.subsidies.calculations.ledger import calculate, current, live, settle

pytestmark = pytest.mark.django_db
RESIDENT = Channel.RESIDENT_ACCOUNT


@pytest.fixture
def preparer() -> Officer:
    return holder(Post.PREPARE)


def test_years_proven_under_the_scheme_that_was_left_wait_for_a_ruling(preparer: Officer) -> None:
    case = changed_scheme(preparer, years=(2020, 2021))

    summary = calculate(case, preparer)

    assert live(case) == [
        ("yearly", 2020, 100_000, "disputed"),
        ("yearly", 2021, 100_000, "disputed"),
    ]
    assert (summary.cancelled, summary.disputed) == (0, 2)
    dispute = Dispute.objects.earliest("pk")
    assert dispute.state == DisputeState.OPEN
    assert "2020年度缴费补助1,000.00元" in dispute.sentence
    assert dispute.calculation == current(case)
    assert dispute.entitlement.calculation != current(case)
    assert any("2020年度" in doubt for doubt in current(case).decision["doubts"])
    assert not list(audit.verify())


def test_a_second_calculation_opens_nothing_more(preparer: Officer) -> None:
    case = changed_scheme(preparer)
    calculate(case, preparer)

    summary = calculate(case, preparer)

    assert Dispute.objects.count() == 1
    assert (summary.disputed, summary.cancelled, summary.created) == (0, 0, 0)


def test_what_waits_for_a_ruling_enters_no_batch(preparer: Officer) -> None:
    case = changed_scheme(preparer)
    assert free_entitlements(plan(RESIDENT).scope, preparer).count() == 1

    calculate(case, preparer)

    assert free_entitlements(plan(RESIDENT).scope, preparer).count() == 0
    with pytest.raises(CaseError, match="没有可以编入"):
        batches.draft(plan(RESIDENT), by=preparer, at=NOON)


def test_what_waits_counts_among_the_fifteen_years_at_once(preparer: Officer) -> None:
    case = changed_scheme(preparer, years=(2020,), years_limit="2")
    for year in (2021, 2022):
        contribute(case, year, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert live(case) == [
        ("yearly", 2020, 100_000, "disputed"),
        ("yearly", 2021, 100_000, "due"),
    ]


def test_a_year_proven_anew_under_the_new_scheme_is_replaced_without_a_ruling(
    preparer: Officer,
) -> None:
    case = changed_scheme(preparer, years=(2021,))
    Contribution.objects.update(voided_at=NOON, void_reason="登记错误")
    contribute(case, 2021, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert not Dispute.objects.exists()
    assert live(case) == [("yearly", 2021, 100_000, "due")]
    assert Entitlement.objects.live().get().channel == Channel.BANK


def test_going_back_to_the_old_scheme_ends_the_dispute(preparer: Officer) -> None:
    case = changed_scheme(preparer)
    calculate(case, preparer)
    enroll(case, Scheme.RESIDENT)

    calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "due")]
    assert Dispute.objects.get().state == DisputeState.RESOLVED
    assert Entitlement.objects.count() == 1


def test_who_takes_part_in_no_scheme_any_more_has_the_years_ruled(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    calculate(case, preparer)
    enroll(case, Scheme.NONE)

    calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "disputed")]


def test_drawing_a_pension_that_pays_no_subsidy_has_the_years_before_ruled(
    preparer: Officer,
) -> None:
    rules_in_force(drawing_resident="none")
    case = insured_case(years=(2020,))
    calculate(case, preparer)
    enroll(case, Scheme.RESIDENT, Drawing.RESIDENT)

    calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "disputed")]


def test_a_lump_that_pays_all_years_takes_the_place_of_single_ones(preparer: Officer) -> None:
    rules_in_force(drawing_resident="lump")
    case = insured_case(years=(2020,))
    calculate(case, preparer)
    enroll(case, Scheme.RESIDENT, Drawing.RESIDENT)

    calculate(case, preparer)

    assert live(case) == [("lump", 0, 1_500_000, "due")]
    assert not Dispute.objects.exists()


def test_a_top_up_that_waits_settles_all_years_meanwhile(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED)
    opening(case, subsidy_enjoyed_fen=1_000_000)
    calculate(case, preparer)
    enroll(case, Scheme.EMPLOYEE)
    contribute(case, 2022, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert live(case) == [("top_up", 0, 500_000, "disputed")]


def test_a_paid_year_is_never_disputed(preparer: Officer) -> None:
    case = changed_scheme(preparer)
    settle(Entitlement.objects.get())

    calculate(case, preparer)

    assert not Dispute.objects.exists()
    assert live(case) == [("yearly", 2020, 100_000, EntitlementState.SETTLED)]


def test_what_two_officers_vouched_for_lapses_without_a_ruling(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED)
    record = opening(case, subsidy_enjoyed_fen=1_000_000)
    calculate(case, preparer)
    type(record).objects.filter(pk=record.pk).update(
        subsidy_enjoyed_fen=1_500_000, state=OpeningState.IN_FORCE
    )

    calculate(case, preparer)

    assert live(case) == []
    assert not Dispute.objects.exists()
