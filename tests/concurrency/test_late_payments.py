"""A bank pays late what is being drawn up again: of the two payments one counts."""

import pytest

from subsidies.models import BatchRow, TransferBatch
from subsidies.services import batches
from subsidies.services.batches import BankPaper
from subsidies.workflow.states import LIVE_ROWS, BatchState
from tests.clock import NOON
from tests.concurrency.threads import Refusal, overtaking
from tests.factories.batches import Crew, batch_in, close, draft, due
from tests.factories.returns import answer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crew() -> Crew:
    """An officer at each desk."""
    return Crew()


@pytest.fixture
def failed(crew: Crew) -> TransferBatch:
    """A closed batch whose row failed through no fault of the account."""
    due()
    return close(answer(batch_in(BatchState.EXPORTED, crew), crew, {1: "系统超时"}), crew)


def pay_late(batch: TransferBatch, crew: Crew) -> BatchRow:
    paper = BankPaper("2022-1130-7")
    return batches.record_late_success(batch.pk, 1, paper, by=crew.reconciler, at=NOON)


def test_what_the_bank_paid_late_is_not_drawn_up_meanwhile(
    failed: TransferBatch, crew: Crew
) -> None:
    answer_of_rival = overtaking(lambda: pay_late(failed, crew), lambda: draft(Crew()))

    assert isinstance(answer_of_rival, Refusal)
    assert BatchRow.objects.filter(state__in=LIVE_ROWS).count() == 1


def test_what_is_being_drawn_up_again_is_not_noted_as_paid_late(
    failed: TransferBatch, crew: Crew
) -> None:
    answer_of_rival = overtaking(lambda: draft(Crew()), lambda: pay_late(failed, crew))

    assert isinstance(answer_of_rival, Refusal)
    assert "移出" in answer_of_rival
    assert BatchRow.objects.filter(state__in=LIVE_ROWS).count() == 1
