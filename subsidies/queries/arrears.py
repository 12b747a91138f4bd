"""待补发: payments that failed, came back or were put aside, and haven't been made again."""

from django.db.models import Exists, OuterRef, QuerySet, Sum

from pension.models import Officer
from subsidies.models import BatchRow
from subsidies.queries.batches.sums import Total
from subsidies.workflow.states import LIVE_ROWS, BatchState, EntitlementState, RowState

SETBACKS = (RowState.FAILED, RowState.RETURNED, RowState.HELD)


def arrears(officer: Officer) -> QuerySet[BatchRow]:
    """Rows to be paid again that an officer sees.

    A row is left out once its amount is paid again, stands in another batch, or isn't due any
    more. Rows of batches that aren't closed are among them: their account can be put right now.
    """
    elsewhere = BatchRow.objects.filter(entitlement=OuterRef("entitlement"), state__in=LIVE_ROWS)
    rows = BatchRow.objects.visible_to(officer).filter(
        ~Exists(elsewhere),
        state__in=SETBACKS,
        reissue__isnull=True,
        entitlement__state=EntitlementState.DUE,
    )
    return rows.select_related("batch", "region", "entitlement").order_by("pk")


def total_of(rows: QuerySet[BatchRow]) -> Total:
    """Count and sum of rows."""
    return Total(rows.count(), rows.order_by().aggregate(fen=Sum("amount_fen"))["fen"] or 0)


def is_free(row: BatchRow) -> bool:
    """Whether a row can enter a new batch: its old one has to be closed first."""
    return row.batch.state == BatchState.CLOSED
