"""Figures as of a moment, the year's payments, and what nobody entered."""

from datetime import date, datetime, timedelta

import pytest

from enrollment.models import Case, ObjectionOutcome
from enrollment.workflow.states import CaseState, EvidenceState, RefusalReason
from pension.models import Officer
from pension.vocabulary.posts import Desk, Post
from performance.queries.figures import figures_of
from performance.rules.figures import Figures, freeze, thaw
from subsidies.models import FundEntry
from subsidies.rules.vocabulary import Kind
from subsidies.services import funds
from subsidies.workflow.states import BatchState, FundKind, RowState
from tests.clock import NOON
from tests.factories.enrollment import PersonFactory, event, post
from tests.factories.kernel import holder
from tests.factories.performance import (
    AS_OF,
    batch,
    case_with_history,
    entitlement,
    paper_of,
    publish,
    row,
)

pytestmark = pytest.mark.django_db
OTHER_STREET = "53011400600101"
SUMMER = NOON - timedelta(days=100)
NEXT_DAY = NOON + timedelta(hours=13)


@pytest.fixture
def author() -> Officer:
    """An officer with the performance post."""
    return holder(Post.PERFORMANCE)


def figures(author: Officer) -> Figures:
    """The figures of the 2022 project as of the end of October."""
    return figures_of(paper_of(author).project, AS_OF, author)


def test_a_step_taken_after_the_day_does_not_move_the_figures(author: Officer) -> None:
    case_with_history(
        (CaseState.ENTERED, SUMMER),
        (CaseState.JOINT_REVIEW, NOON),
        (CaseState.SECOND_CHECK, NEXT_DAY),
    )

    project = paper_of(author).project

    then = figures_of(project, AS_OF, author)
    later = figures_of(project, AS_OF + timedelta(days=1), author)

    assert [(one.collected, one.reviewed) for one in then.streets] == [(1, 0)]
    assert [(one.collected, one.reviewed) for one in later.streets] == [(0, 1)]


def test_the_whole_of_the_last_day_counts(author: Officer) -> None:
    evening = datetime(2022, 10, 31, 23, 59, tzinfo=NOON.tzinfo)
    case_with_history((CaseState.ENTERED, SUMMER), (CaseState.SECOND_CHECK, evening))

    assert figures(author).stage_persons("reviewed") == 1


def test_a_case_that_began_after_the_day_is_not_there(author: Officer) -> None:
    case_with_history((CaseState.ENTERED, NEXT_DAY))

    assert figures(author).streets == ()


def test_streets_are_told_apart_and_named_by_the_stage_of_most_people(author: Officer) -> None:
    for _ in range(2):
        case_with_history((CaseState.CONFIRMED, SUMMER))
    case_with_history((CaseState.STREET, SUMMER))
    case_with_history((CaseState.JOINT_REVIEW, SUMMER), code=OTHER_STREET)

    told = [(one.name, one.persons, one.stage) for one in figures(author).streets]

    assert told == [("吴家营街道", 3, "已联审"), ("雨花街道", 1, "已收集")]


def test_original_enrollees_are_not_counted_in_the_chain(author: Officer) -> None:
    case_with_history((CaseState.MERGING, SUMMER))

    assert figures(author).streets == ()


def test_a_refusal_counts_by_its_reason_at_the_moment_even_if_reopened_later(
    author: Officer,
) -> None:
    case = case_with_history((CaseState.ENTERED, SUMMER), (CaseState.REFUSED, NOON))
    Case.objects.filter(pk=case.pk).update(
        state=CaseState.ENTERED, refusal_code="", remedy_until=None
    )
    event(case, "reopen", case.created_by, to_state=CaseState.ENTERED, at=NEXT_DAY)

    told = [(one.label, one.count) for one in figures(author).refusals]

    assert told == [(RefusalReason.LAND_KEPT.label, 1)]


def test_returns_of_the_year_are_counted_by_desk_up_to_the_day(author: Officer) -> None:
    case = case_with_history((CaseState.ENTERED, SUMMER))
    for at in (NOON - timedelta(days=400), SUMMER, NOON, NEXT_DAY):
        event(case, "return_street", case.created_by, desk=Desk.STREET, at=at)

    assert [(one.label, one.count) for one in figures(author).returns] == [("街道", 2)]


def test_an_objection_resolved_after_the_day_is_open_on_it(author: Officer) -> None:
    case = case_with_history((CaseState.POSTED, SUMMER))
    entry = case.notice_entries.first() or post(case, is_over=False)
    for resolved_at in (NOON, NEXT_DAY):
        entry.objections.create(
            received_on=date(2022, 10, 25),
            raised_by="演示群众",
            content="演示异议",
            entered_by=author,
            entered_at=NOON,
            outcome=ObjectionOutcome.REJECTED,
            finding="演示调查",
            resolved_by=author,
            resolved_at=resolved_at,
        )

    told = figures(author).objections

    assert (told.received, told.rejected, told.upheld, told.open) == (2, 1, 0, 1)


def test_wanting_papers_are_counted_among_those_in_the_chain(author: Officer) -> None:
    case_with_history((CaseState.ENTERED, SUMMER), certificate=EvidenceState.NOT_ISSUED)
    case_with_history((CaseState.ENTERED, SUMMER), certificate=EvidenceState.MISSING)
    case_with_history((CaseState.REFUSED, SUMMER), certificate=EvidenceState.MISSING)

    gaps = figures(author).gaps

    assert (gaps.not_issued, gaps.missing, gaps.without_approval) == (1, 1, 2)


def test_another_offices_people_are_not_counted(author: Officer) -> None:
    case_with_history((CaseState.CONFIRMED, SUMMER))
    case_with_history((CaseState.CONFIRMED, SUMMER), code=OTHER_STREET)
    street = holder(Post.STREET_REVIEW)
    paper = paper_of(author)

    told = figures_of(paper.project, AS_OF, street)

    assert [one.name for one in told.streets] == ["吴家营街道"]


def test_an_amount_that_failed_and_was_paid_again_counts_once(author: Officer) -> None:
    due = entitlement(100_000)
    row(due, batch(), RowState.FAILED)
    row(due, batch(), RowState.PAID)

    (told,) = figures(author).payments

    assert (told.approved, told.approved_fen) == (1, 100_000)
    assert (told.paid, told.paid_fen, told.again) == (1, 100_000, 0)


def test_an_amount_that_failed_waits_to_be_paid_again(author: Officer) -> None:
    person = PersonFactory()
    row(entitlement(100_000, person=person), batch(), RowState.PAID)
    row(entitlement(250_050, person=person, kind=Kind.BACK_PAYMENT), batch(), RowState.FAILED)

    told = figures(author)

    assert [one.label for one in told.payments] == ["年度缴费补助", "退补"]
    assert (told.payment_total("again"), told.payment_total("again_fen")) == (1, 250_050)
    assert told.persons_paid == 1


@pytest.mark.parametrize(
    "where", [(2021, BatchState.CLOSED), (2022, BatchState.DRAFT)], ids=["other year", "not locked"]
)
def test_other_years_and_batches_before_the_lock_do_not_count(
    author: Officer, where: tuple[int, BatchState]
) -> None:
    row(entitlement(), batch(*where), RowState.PENDING)

    assert figures(author).payments == ()


def test_what_was_found_due_counts_by_the_year_in_which_it_was_found(author: Officer) -> None:
    entitlement(100_000)
    entitlement(70_000, created_at=NOON.replace(year=2021))

    due = figures(author).due

    assert (due.persons, due.count, due.fen) == (1, 1, 100_000)


def test_spending_less_what_was_paid_is_the_variance(author: Officer) -> None:
    publish(author, FundKind.SPENDING, 6_000_000_000)
    row(entitlement(100_000), batch(), RowState.PAID)

    assert figures(author).variance_fen == 5_999_900_000


def test_a_figure_that_nobody_entered_is_unknown_and_not_nought(author: Officer) -> None:
    told = figures(author)

    assert told.fund_total(FundKind.BUDGET) is None
    assert (told.execution, told.variance_fen, told.balance_gap_fen) == (None, None, None)


def test_execution_is_measured_by_the_adjusted_budget_where_there_is_one(author: Officer) -> None:
    publish(author, FundKind.BUDGET, 100)
    publish(author, FundKind.ADJUSTED, 200)
    publish(author, FundKind.SPENDING, 150)

    told = figures(author)

    assert told.budget == (FundKind.ADJUSTED, 200)
    assert told.execution == 7500


def test_a_voided_figure_no_longer_stands(author: Officer) -> None:
    publish(author, FundKind.BUDGET, 100)
    funds.void(FundEntry.objects.get().pk, reason="录错", by=author, at=NOON)

    assert figures(author).fund_total(FundKind.BUDGET) is None


def test_frozen_figures_come_back_as_they_were(author: Officer) -> None:
    case_with_history((CaseState.REFUSED, SUMMER))
    case_with_history((CaseState.CONFIRMED, SUMMER))
    publish(author, FundKind.SPENDING, 6_000_000_000)
    row(entitlement(), batch(), RowState.PAID)
    told = figures(author)

    assert thaw(freeze(told)) == told
