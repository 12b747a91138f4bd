"""The money of the whole district in a few sums: for whoever must prove that nothing was lost."""

from django.db.models import Count, Model, QuerySet, Sum

from subsidies.models import BatchRow, Entitlement

Sums = dict[str, tuple[int, int]]


def entitlements_by_state() -> Sums:
    """How many entitlements are in each state, and what they come to in fen."""
    return _by_state(Entitlement.objects.all())


def payments_by_state() -> Sums:
    """How many rows of batches are in each state, and what they come to in fen."""
    return _by_state(BatchRow.objects.all())


def _by_state(rows: QuerySet[Model]) -> Sums:
    counted = rows.order_by("state").values_list("state").annotate(Count("pk"), Sum("amount_fen"))
    return {state: (count, fen) for state, count, fen in counted}
