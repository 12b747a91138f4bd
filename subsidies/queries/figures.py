"""A year's subsidies in figures, for papers: an entitlement counts once, however often reissued."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from pension.models import Officer, within
from subsidies.models import BatchRow, Entitlement
from subsidies.rules.vocabulary import Kind
from subsidies.workflow.states import BatchState, EntitlementState, Origin, RowState

BEFORE_THE_LOCK = (BatchState.DRAFT, BatchState.VERIFYING, BatchState.VERIFIED)
AGAIN = (RowState.FAILED, RowState.RETURNED, RowState.HELD)


@dataclass(frozen=True, slots=True)
class Total:
    """How many amounts, and their sum in fen."""

    count: int = 0
    fen: int = 0


@dataclass(frozen=True, slots=True)
class KindPayments:
    """The amounts of one kind in a year's batches: approved = paid + again + waiting."""

    kind: Kind
    approved: Total
    paid: Total
    again: Total  # failed, sent back or put aside, and not paid since
    waiting: Total  # no answer from the bank yet


@dataclass(frozen=True, slots=True)
class Due:
    """What calculations found due in a time: persons, amounts, sum; and what is not paid yet."""

    persons: int
    total: Total
    unpaid: Total


def payments_of_year(officer: Officer, district_code: str, year: int) -> list[KindPayments]:
    """The amounts in the year's locked batches by kind; each stands where its last row stands."""
    groups = (
        _last_rows(officer, district_code, year)
        .values_list("entitlement__kind", "state")
        .annotate(count=Count("pk"), fen=Sum("amount_fen"))
    )
    counts: dict[Kind, Counter[str]] = defaultdict(Counter)
    sums: dict[Kind, Counter[str]] = defaultdict(Counter)
    for kind, state, count, fen in groups:
        counts[Kind(kind)][state] += count
        sums[Kind(kind)][state] += fen

    def total(kind: Kind, *states: RowState) -> Total:
        return Total(
            sum(counts[kind][state] for state in states), sum(sums[kind][state] for state in states)
        )

    return [
        KindPayments(
            kind,
            approved=total(kind, RowState.PAID, RowState.PENDING, *AGAIN),
            paid=total(kind, RowState.PAID),
            again=total(kind, *AGAIN),
            waiting=total(kind, RowState.PENDING),
        )
        for kind in Kind
        if kind in counts
    ]


def persons_paid_in_year(officer: Officer, district_code: str, year: int) -> int:
    """How many persons got at least one amount from the year's batches."""
    paid = _last_rows(officer, district_code, year).filter(state=RowState.PAID)
    return paid.values("entitlement__person").distinct().count()


def due_between(officer: Officer, district_code: str, start: datetime, end: datetime) -> Due:
    """What calculations found due from ``start`` to before ``end``, cancelled rights left out."""
    found = Entitlement.objects.visible_to(officer).filter(
        origin=Origin.ENGINE,
        created_at__gte=start,
        created_at__lt=end,
        **within("person__region__code", district_code),
    )
    live = found.live().order_by()
    return Due(
        persons=live.values("person").distinct().count(),
        total=_total(live),
        unpaid=_total(live.exclude(state=EntitlementState.SETTLED)),
    )


def _total(entitlements: QuerySet[Entitlement]) -> Total:
    summed = entitlements.aggregate(count=Count("pk"), fen=Sum("amount_fen"))
    return Total(summed["count"], summed["fen"] or 0)


def _last_rows(officer: Officer, district_code: str, year: int) -> QuerySet[BatchRow]:
    """The rows of the year's locked batches at which their entitlements stand.

    That is the row that the bank paid, else the last one. A row that was paid again in another
    year's batch counts there only: the year is the one whose money the paying batch is.
    """
    counts = ~Q(batch__state__in=(*BEFORE_THE_LOCK, BatchState.CANCELLED))
    counts &= ~Q(state=RowState.DROPPED)
    others = BatchRow.objects.filter(counts, entitlement=OuterRef("entitlement"))
    later = others.filter(Q(state=RowState.PAID) | Q(pk__gt=OuterRef("pk")))
    overtaken = Exists(later.exclude(pk=OuterRef("pk")))
    found = BatchRow.objects.visible_to(officer).filter(
        counts,
        Q(state=RowState.PAID) | ~overtaken,
        batch__year=year,
        **within("region__code", district_code),
    )
    return found.order_by()
