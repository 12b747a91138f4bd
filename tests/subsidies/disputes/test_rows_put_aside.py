"""Rows of batches whose sum a calculation contradicts: put aside unless the bank has them."""

import pytest

from enrollment.models import Case, Contribution
from enrollment.rules.categories import Scheme
from enrollment.workflow.states import CaseState
from pension.vocabulary.errors import CaseError
from subsidies.models import BatchRow, Calculation, Dispute
from subsidies.queries.batches.sums import Total, sums
from subsidies.rules.vocabulary import Channel
from subsidies.services import batches
from subsidies.workflow.states import (
    BatchState,
    RowState,
)
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, close
from tests.factories.disputes import changed_scheme
from tests.factories.dues import contribute, enroll, insured_case, rules_in_force
from tests.factories.enrollment import BankAccountFactory
from tests.factories.returns import answer
from tests.subsidies.calculations.ledger import calculate, live

pytestmark = pytest.mark.django_db
RESIDENT = Channel.RESIDENT_ACCOUNT


def paid_by_bank(crew: Crew) -> Case:
    """A case with a year that is paid into the person's own account."""
    rules_in_force()
    case = insured_case(scheme=Scheme.EMPLOYEE, years=(2022,))
    BankAccountFactory(person=case.person)
    calculate(case, crew.preparer)
    return case


@pytest.mark.parametrize("state", [BatchState.LOCKED, BatchState.INSPECTED, BatchState.RELEASED])
def test_a_row_of_a_batch_that_the_bank_does_not_have_is_held(state: BatchState) -> None:
    crew = Crew()
    case = changed_scheme(crew.preparer)
    batch = batch_in(state, crew, RESIDENT)

    calculate(case, crew.preparer)

    row = BatchRow.objects.get()
    assert (row.state, row.outcome_note) == (RowState.HELD, "重新核算有矛盾，待裁定")
    assert live(case) == [("yearly", 2020, 100_000, "disputed")]
    assert sums(batch).accounted == Total(1, 100_000)


def test_a_row_of_a_draft_leaves_it() -> None:
    crew = Crew()
    case = changed_scheme(crew.preparer)
    batch_in(BatchState.DRAFT, crew, RESIDENT)

    calculate(case, crew.preparer)

    assert BatchRow.objects.get().state == RowState.DROPPED
    assert Dispute.objects.count() == 1


def test_a_row_under_verification_stays_but_the_batch_cannot_be_locked() -> None:
    crew = Crew()
    case = changed_scheme(crew.preparer)
    batch = batch_in(BatchState.VERIFYING, crew, RESIDENT)
    calculate(case, crew.preparer)
    batches.verify(batch.pk, by=crew.community, at=NOON)

    with pytest.raises(CaseError, match="有 1 行的核定"):
        batches.lock(batch.pk, by=crew.preparer, at=NOON)


def test_what_the_bank_has_is_told_but_not_disputed() -> None:
    crew = Crew()
    case = changed_scheme(crew.preparer)
    batch = batch_in(BatchState.EXPORTED, crew, RESIDENT)

    summary = calculate(case, crew.preparer)

    assert not Dispute.objects.exists()
    assert f"2020年度缴费补助1,000.00元已在批次{batch.number}中" in summary.warnings[0]
    assert BatchRow.objects.get().state == RowState.PENDING


def test_a_sum_that_the_bank_refused_is_disputed_once_its_batch_is_closed() -> None:
    crew = Crew()
    case = paid_by_bank(crew)
    enroll(case, Scheme.RESIDENT)
    batch = batch_in(BatchState.EXPORTED, crew)
    answer(batch, crew, {1: "账户不存在"})
    close(batch, crew)

    calculate(case, crew.preparer)

    assert live(case) == [("yearly", 2022, 100_000, "disputed")]


def test_a_changed_sum_in_a_locked_batch_waits_with_both_sums_told() -> None:
    crew = Crew()
    rules_in_force()
    case = insured_case(years=(2020,))
    calculate(case, crew.preparer)
    batch_in(BatchState.LOCKED, crew, RESIDENT)
    rules_in_force(valid_from=NOON.date(), yearly_subsidy="1200")

    calculate(case, crew.preparer)

    dispute = Dispute.objects.get()
    assert (dispute.entitlement.amount_fen, dispute.found_fen) == (100_000, 120_000)
    assert "重新核算为1,200.00元" in dispute.sentence
    assert BatchRow.objects.get().state == RowState.HELD


def test_a_taken_back_proof_frees_no_row_but_has_it_ruled() -> None:
    crew = Crew()
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, crew.preparer)
    batch_in(BatchState.LOCKED, crew, RESIDENT)
    Contribution.objects.filter(year=2021).update(voided_at=NOON, void_reason="演示")

    calculate(case, crew.preparer)

    assert [row[3] for row in live(case)] == ["due", "disputed"]
    assert list(BatchRow.objects.order_by("position").values_list("state", flat=True)) == [
        RowState.PENDING,
        RowState.HELD,
    ]


def test_a_year_that_is_proven_late_disputes_nothing_in_a_batch() -> None:
    crew = Crew()
    rules_in_force(years_limit="2")
    case = insured_case(years=(2020, 2021))
    calculate(case, crew.preparer)
    batch_in(BatchState.LOCKED, crew, RESIDENT)
    contribute(case, 2019, Scheme.RESIDENT)

    calculate(case, crew.preparer)

    assert not Dispute.objects.exists()
    assert [row[1] for row in live(case)] == [2020, 2021]


def test_a_refused_case_has_its_row_put_aside_and_ruled() -> None:
    crew = Crew()
    rules_in_force()
    case = insured_case(years=(2020,))
    calculate(case, crew.preparer)
    batch_in(BatchState.LOCKED, crew, RESIDENT)
    Case.objects.filter(pk=case.pk).update(state=CaseState.WITHDRAWN, confirmed_at=None)

    calculate(case, crew.preparer)

    dispute = Dispute.objects.get()
    assert dispute.calculation is None
    assert "本件已不予确认或撤回" in dispute.sentence
    assert BatchRow.objects.get().state == RowState.HELD


def test_a_refused_case_is_looked_at_again_while_the_bank_has_its_row() -> None:
    crew = Crew()
    case = paid_by_bank(crew)
    batch = batch_in(BatchState.EXPORTED, crew)
    Case.objects.filter(pk=case.pk).update(state=CaseState.WITHDRAWN, confirmed_at=None)

    calculate(case, crew.preparer)
    assert Calculation.objects.filter(is_current=True).exists()
    answer(batch, crew, {1: "账户不存在"})
    close(batch, crew)
    calculate(case, crew.preparer)

    assert live(case) == []
    assert not Calculation.objects.filter(is_current=True).exists()
