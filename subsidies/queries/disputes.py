"""Sums that wait for a ruling, as lists, pages and tiles ask for them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse

from pension.models import Officer
from pension.queries.worklist import Tile
from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Post
from subsidies.models import BatchRow, Dispute
from subsidies.workflow.states import OPEN_DISPUTES, DisputeState, RowState

# At whose desk a dispute waits.
DESKS = {DisputeState.OPEN: Post.PREPARE, DisputeState.RULED: Post.SECOND_CHECK}
OPEN = [state.value for state in OPEN_DISPUTES]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many disputes, and what they are about, in fen."""

    count: int
    fen: int
    open_fen: int


def listed(officer: Officer) -> QuerySet[Dispute]:
    """The disputes that ``officer`` may see, with what lists and pages name."""
    return Dispute.objects.visible_to(officer).select_related(
        "entitlement__person__region__parent",
        "entitlement__calculation__rule_set__document",
        "calculation",
        "ruled_by",
        "confirmed_by",
    )


def totals(disputes: QuerySet[Dispute]) -> Totals:
    """What some disputes come to."""
    counted = disputes.order_by().aggregate(
        count=Count("pk"),
        fen=Sum("entitlement__amount_fen"),
        open_fen=Sum("entitlement__amount_fen", filter=Q(state__in=OPEN)),
    )
    return Totals(counted["count"], counted["fen"] or 0, counted["open_fen"] or 0)


def people_to_work_out_again() -> QuerySet[Dispute, int]:
    """The people of whom a sum was cancelled after the calculation in force, to be used in a query.

    What waits for a ruling counts as paid; its place is free only once it is cancelled.
    """
    calculations = "entitlement__person__calculations"
    freed = {
        f"{calculations}__is_current": True,
        f"{calculations}__checked_at__lt": F("state_since"),
    }
    cancelled = Dispute.objects.order_by().filter(state=DisputeState.CANCELLED, **freed)
    return cancelled.values_list("entitlement__person", flat=True)


def dispute_tiles(officer: Officer) -> Iterator[Tile]:
    """The disputes that wait at a desk of the officer's."""
    for state, post in DESKS.items():
        if not officer.holds(post):
            continue
        found = totals(Dispute.objects.visible_to(officer).filter(state=state))
        if found.count:
            label = "款项待裁定" if state is DisputeState.OPEN else "裁定待复核"
            url = f"{reverse('subsidies:disputes')}?state={state}"
            yield Tile(label, found.count, url, f"涉及 {yuan(found.fen)} 元")


def held_row(dispute: Dispute) -> BatchRow | None:
    """The latest batch row of the sum, where it was put aside or still stands."""
    rows = BatchRow.objects.filter(entitlement=dispute.entitlement_id)
    return rows.exclude(state=RowState.DROPPED).select_related("batch").order_by("-pk").first()
