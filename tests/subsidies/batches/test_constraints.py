"""What the database refuses, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from subsidies.models import (
    BatchRow,
    TransferBatch,
)
from subsidies.workflow.states import BatchState, RowState
from tests.clock import NOON
from tests.factories.batches import Crew, batch_in, draft, due

pytestmark = pytest.mark.django_db
S = BatchState


@pytest.mark.parametrize(
    ("state", "columns"),
    [
        (S.LOCKED, {"rows_hash": ""}),
        (S.LOCKED, {"locked_fen": None}),
        (S.LOCKED, {"locked_count": None}),
        (S.DRAFT, {"rows_hash": "0" * 64}),
        (S.EXPORTED, {"export_name": ""}),
        (S.RETURNED, {"receipt_number": ""}),
        ("nowhere", {}),
    ],
)
def test_the_database_holds_a_state_and_its_facts_together(
    state: str, columns: dict[str, object]
) -> None:
    due()
    batch = batch_in(S.LOCKED)
    whole = {"export_name": "名册.xlsx", "receipt_number": "回单"}

    with pytest.raises(IntegrityError), transaction.atomic():
        TransferBatch.objects.filter(pk=batch.pk).update(state=state, **whole | columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"amount_fen": 0},
        {"state": RowState.PAID},
        {"state": RowState.FAILED, "outcome_note": "户名不符"},
        {"state": RowState.HELD},
        {"state": RowState.FAILED, "answered_at": NOON},
        {"position": 2},
    ],
)
def test_the_database_holds_a_row_and_its_facts_together(columns: dict[str, object]) -> None:
    due()
    due()
    batch = draft(Crew())

    with pytest.raises(IntegrityError), transaction.atomic():
        BatchRow.objects.filter(batch=batch, position=1).update(**columns)
