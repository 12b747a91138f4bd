"""The ledger follows the calculation: what is paid or in a live batch is never touched."""

import pytest

from enrollment.models import Case, Contribution
from enrollment.rules.categories import Scheme
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, Entitlement
from subsidies.workflow.states import EntitlementState, RowState
from tests.clock import NOON
from tests.factories.dues import (
    batch_with,
    contribute,
    insured_case,
    opening,
    rules_in_force,
)
from tests.factories.kernel import holder
from tests.subsidies.calculations.ledger import calculate, live, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def preparer() -> Officer:
    return holder(Post.PREPARE)


def test_a_sum_that_changed_is_cancelled_and_due_anew(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED)
    record = opening(case, subsidy_enjoyed_fen=960_000)
    calculate(case, preparer)
    type(record).objects.filter(pk=record.pk).update(subsidy_enjoyed_fen=900_000)

    summary = calculate(case, preparer)

    assert live(case) == [("top_up", 0, 600_000, "due")]
    assert (summary.created, summary.cancelled) == (1, 1)
    gone = Entitlement.objects.get(state=EntitlementState.CANCELLED)
    assert (gone.amount_fen, gone.cancel_reason) == (540_000, "重新核算")


def test_a_voided_year_is_no_longer_due(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    Contribution.objects.filter(year=2021).update(voided_at=NOON, void_reason="登记错误")

    calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "due")]


def test_what_stands_in_a_live_batch_is_not_replaced_but_waits_and_is_told(
    preparer: Officer,
) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    batch = batch_with(Entitlement.objects.get(year=2021))
    Contribution.objects.filter(year=2021).update(voided_at=NOON, void_reason="登记错误")

    summary = calculate(case, preparer)

    assert live(case) == [
        ("yearly", 2020, 100_000, "due"),
        ("yearly", 2021, 100_000, "disputed"),
    ]
    assert len(summary.warnings) == 1
    assert f"2021年度缴费补助1,000.00元已在批次{batch.number}中" in summary.warnings[0]


def test_a_batch_that_still_pays_the_right_sums_is_no_warning(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    batch_with(*Entitlement.objects.all())

    summary = calculate(case, preparer)

    assert summary.warnings == []
    assert (summary.created, summary.cancelled) == (0, 0)


def test_a_year_in_a_batch_uses_up_one_of_the_fifteen(preparer: Officer) -> None:
    rules_in_force(years_limit="1")
    case = insured_case(years=(2021,))
    calculate(case, preparer)
    batch_with(Entitlement.objects.get(year=2021))
    contribute(case, 2020, Scheme.RESIDENT)

    calculate(case, preparer)

    assert [year for _, year, _, _ in live(case)] == [2021]


def test_a_failed_row_leaves_its_sum_free_to_be_put_right(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    calculate(case, preparer)
    batch_with(Entitlement.objects.get(year=2020), state=RowState.FAILED)
    Contribution.objects.update(voided_at=NOON, void_reason="登记错误")

    calculate(case, preparer)

    assert live(case) == []


def test_a_refused_case_loses_what_is_not_paid_yet(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    settle(Entitlement.objects.get(year=2020))
    Case.objects.filter(pk=case.pk).update(state=CaseState.WITHDRAWN, confirmed_at=None)

    summary = calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "settled")]
    assert summary.lapsed == 1
    assert not Calculation.objects.filter(is_current=True).exists()
