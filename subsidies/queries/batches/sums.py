"""Counts and sums of batch rows, by state and by community; amounts are whole fen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from pension.models import Officer
from subsidies.models import BatchRow, TransferBatch
from subsidies.workflow.states import RowState

SENT = (RowState.PENDING, RowState.PAID, RowState.FAILED, RowState.RETURNED)
STANDING = tuple(state for state in RowState if state is not RowState.DROPPED)


class Total(NamedTuple):
    """How many rows, and how much they come to."""

    rows: int = 0
    fen: int = 0

    def plus(self, other: "Total") -> "Total":
        """Both together."""
        return Total(self.rows + other.rows, self.fen + other.fen)


NOTHING = Total()


@dataclass(frozen=True, slots=True)
class BatchSums:
    """The rows of a batch by state; rows that were taken out before the lock don't count."""

    by_state: Mapping[RowState, Total] = field(default_factory=dict)

    def of(self, *states: RowState) -> Total:
        """The rows in any of these states."""
        total = NOTHING
        for state in states:
            total = total.plus(self.by_state.get(state, NOTHING))
        return total

    @property
    def standing(self) -> Total:
        """All rows that are still in."""
        return self.of(*STANDING)

    @property
    def accounted(self) -> Total:
        """已发 + 转待补发 + 退回 + 暂缓: the right side of the equation."""
        return self.of(RowState.PAID, RowState.FAILED, RowState.RETURNED, RowState.HELD)

    @property
    def sent(self) -> Total:
        """What goes, or went, to the bank: everything that isn't put aside."""
        return self.of(*SENT)


@dataclass(frozen=True, slots=True)
class CommunitySums:
    """The rows of one community in a batch."""

    region_id: int
    code: str
    name: str
    sums: BatchSums


def sums_of(batches: Sequence[int], officer: Officer | None = None) -> dict[int, BatchSums]:
    """The sums of some batches, by one query; perhaps only of the rows that an officer sees."""
    rows = (
        _rows(officer)
        .filter(batch__in=batches)
        .values_list("batch_id", "state")
        .annotate(rows=Count("pk"), fen=Sum("amount_fen"))
        .order_by()
    )
    found: dict[int, dict[RowState, Total]] = defaultdict(dict)
    for batch, state, count, fen in rows:
        found[batch][RowState(state)] = Total(count, fen)
    return {batch: BatchSums(found[batch]) for batch in batches}


def sums_of_all(batches: QuerySet[TransferBatch], officer: Officer) -> BatchSums:
    """The sums of all batches of a query together, of the rows that an officer sees."""
    rows = (
        _rows(officer)
        .filter(batch__in=batches.order_by().values("pk"))
        .values_list("state")
        .annotate(rows=Count("pk"), fen=Sum("amount_fen"))
        .order_by()
    )
    return BatchSums({RowState(state): Total(count, fen) for state, count, fen in rows})


def sums(batch: TransferBatch, officer: Officer | None = None) -> BatchSums:
    """The sums of one batch; perhaps only of the rows that an officer sees."""
    return sums_of([batch.pk], officer)[batch.pk]


def by_community(batch: TransferBatch, officer: Officer | None = None) -> list[CommunitySums]:
    """The sums of each community, in the order of their codes; perhaps only what one may see."""
    grouped = (
        _rows(officer)
        .filter(batch=batch)
        .exclude(state=RowState.DROPPED)
        .values_list("region_id", "region__code", "region__name", "state")
        .annotate(rows=Count("pk"), fen=Sum("amount_fen"))
        .order_by("region__code", "region_id")
    )
    found: dict[tuple[int, str, str], dict[RowState, Total]] = defaultdict(dict)
    for region, code, name, state, count, fen in grouped:
        found[region, code, name][RowState(state)] = Total(count, fen)
    return [
        CommunitySums(region, code, name, BatchSums(states))
        for (region, code, name), states in found.items()
    ]


def people_in(batch: TransferBatch, officer: Officer) -> int:
    """How many people the standing rows that one sees are for: some are due several years."""
    rows = _rows(officer).filter(batch=batch).exclude(state=RowState.DROPPED)
    return rows.values("entitlement__person_id").distinct().count()


def _rows(officer: Officer | None) -> QuerySet[BatchRow]:
    return BatchRow.objects.all() if officer is None else BatchRow.objects.visible_to(officer)
