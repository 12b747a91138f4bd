"""待补发: payments that failed, came back or were put aside, and haven't been made again."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet, Sum

from pension.models import Officer
from subsidies.models import BatchRow, Entitlement
from subsidies.queries.batches import candidates
from subsidies.queries.batches.sums import Total
from subsidies.rules.vocabulary import Channel
from subsidies.workflow.states import LIVE_ROWS, BatchState, EntitlementState, RowState

SETBACKS = (RowState.FAILED, RowState.RETURNED, RowState.HELD)
STILL_OPEN = "原批次尚未关闭"


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


def hindrances(rows: Sequence[BatchRow]) -> dict[int, str]:
    """Why some of these rows can't enter a new batch now, by row; what can has no sentence."""
    found = {row.pk: STILL_OPEN for row in rows if row.batch.state != BatchState.CLOSED}
    for channel in Channel:
        free = [row for row in rows if row.pk not in found and row.batch.channel == channel]
        reasons = candidates.hindrances([_due(row.entitlement) for row in free], channel)
        found |= {
            row.pk: reasons[row.entitlement_id] for row in free if row.entitlement_id in reasons
        }
    return found


def _due(entitlement: Entitlement) -> candidates.Due:
    return candidates.Due(
        entitlement.pk,
        entitlement.person_id,
        entitlement.amount_fen,
        entitlement.kind,
        entitlement.year,
    )
