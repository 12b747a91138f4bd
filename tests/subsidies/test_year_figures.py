"""The sum of a year counts an amount once: in the year whose batch the bank paid."""

import pytest

from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement
from subsidies.queries.batches.papers import closing_sheet
from subsidies.queries.figures import KindPayments, payments_of_year, persons_paid_in_year
from subsidies.workflow.states import BatchState, RowState
from tests.factories.kernel import holder
from tests.factories.performance import batch, entitlement, row

pytestmark = pytest.mark.django_db
DISTRICT = "530114"


@pytest.fixture
def reader() -> Officer:
    """An officer with the performance post."""
    return holder(Post.PERFORMANCE)


def in_batches(what: Entitlement, *stands: tuple[int, RowState], state: BatchState) -> None:
    """Let an amount stand in a batch of each year; the last batch is in a state."""
    for number, (year, outcome) in enumerate(stands, 1):
        where = batch(year, state if number == len(stands) else BatchState.CLOSED)
        row(what, where, outcome)


def told(reader: Officer, year: int) -> list[tuple[int, int, int, int]]:
    """What a year says of each kind: approved, paid, to be paid again, waiting; in fen."""

    def parts(one: KindPayments) -> tuple[int, int, int, int]:
        return one.approved.fen, one.paid.fen, one.again.fen, one.waiting.fen

    return [parts(one) for one in payments_of_year(reader, DISTRICT, year)]


def test_what_failed_in_december_and_was_paid_in_january_counts_in_january(
    reader: Officer,
) -> None:
    failed = entitlement(70_000)
    in_batches(failed, (2022, RowState.FAILED), (2023, RowState.PAID), state=BatchState.CLOSED)

    assert told(reader, 2022) == []
    assert told(reader, 2023) == [(70_000, 70_000, 0, 0)]
    assert persons_paid_in_year(reader, DISTRICT, 2022) == 0
    assert persons_paid_in_year(reader, DISTRICT, 2023) == 1


def test_what_failed_in_december_stays_there_until_it_is_locked_again(reader: Officer) -> None:
    failed = entitlement(70_000)
    in_batches(failed, (2022, RowState.FAILED), (2023, RowState.PENDING), state=BatchState.DRAFT)

    assert told(reader, 2022) == [(70_000, 0, 70_000, 0)]
    assert told(reader, 2023) == []


def test_what_the_bank_paid_late_counts_in_the_year_of_the_row_that_it_paid(
    reader: Officer,
) -> None:
    late = entitlement(70_000)
    in_batches(late, (2022, RowState.PAID), (2023, RowState.HELD), state=BatchState.CLOSED)

    assert told(reader, 2022) == [(70_000, 70_000, 0, 0)]
    assert told(reader, 2023) == []


def test_the_equation_of_each_batch_holds_whatever_year_counts_the_amount() -> None:
    failed = entitlement(70_000)
    december, january = batch(2022), batch(2023)
    row(failed, december, RowState.FAILED)
    row(failed, january, RowState.PAID)

    sheets = [closing_sheet(one) for one in (december, january)]

    assert [sheet.sums.accounted.fen for sheet in sheets] == [70_000, 70_000]
    assert [sheet.sums.of(RowState.PAID).fen for sheet in sheets] == [0, 70_000]
