"""The ledger of a person: what is due, on its way or paid, and the fifteen years of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from subsidies.models import BatchRow, Dispute, Entitlement
from subsidies.rules.vocabulary import Channel, Kind, Payee, Programme
from subsidies.workflow.states import LIVE_ROWS, DisputeState, EntitlementState, Origin

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
_COLUMNS = (
    "pk",
    "kind",
    "programme",
    "year",
    "amount_fen",
    "channel",
    "payee",
    "state",
    "origin",
    "created_at",
    "settled_at",
)


@dataclass(frozen=True, slots=True)
class Holding:
    """A live entitlement; ``batch`` is the number of the live batch that it stands in.

    ``upheld_against_fen`` is what a calculation found instead when it was ruled that the sum stays
    due, 0 for nothing; None where nothing was ruled.
    """

    entitlement_id: int
    kind: Kind
    programme: Programme | None
    year: int
    amount_fen: int
    channel: Channel
    payee: Payee
    state: EntitlementState
    origin: Origin
    created_at: datetime
    settled_at: datetime | None
    batch_id: int | None
    batch: str
    upheld_against_fen: int | None = None

    @property
    def is_settled(self) -> bool:
        """Whether it was paid, here or before this system."""
        return self.state is EntitlementState.SETTLED

    @property
    def is_moving(self) -> bool:
        """Whether it stands in a live batch and hasn't been settled yet."""
        return not self.is_settled and self.batch_id is not None

    @property
    def is_disputed(self) -> bool:
        """Whether it waits for a ruling."""
        return self.state is EntitlementState.DISPUTED

    @property
    def is_fixed(self) -> bool:
        """Whether it is paid, on its way or waits for a ruling: nobody else may touch it."""
        return self.is_settled or self.is_moving or self.is_disputed

    @property
    def is_upheld(self) -> bool:
        """Whether it was ruled that it stays due, whatever a calculation finds instead."""
        return self.upheld_against_fen is not None

    @property
    def is_free(self) -> bool:
        """Whether a new calculation may still replace it."""
        return not self.is_fixed and not self.is_upheld

    @property
    def label(self) -> str:
        """What it is for: «2020年度年度缴费补助» without saying the word twice."""
        return f"{self.year}年度缴费补助" if self.kind is Kind.YEARLY else self.kind.label


def holdings_of(person_ids: Iterable[int]) -> dict[int, list[Holding]]:
    """The live entitlements of each person, by two queries for some thousands of people."""
    found: dict[int, list[Holding]] = defaultdict(list)
    for person, holding in _holdings(set(person_ids)):
        found[person].append(holding)
    return found


def _holdings(people: Collection[int]) -> Iterator[tuple[int, Holding]]:
    """The holdings of some people, each with its person."""
    live_row = BatchRow.objects.filter(entitlement=OuterRef("pk"), state__in=LIVE_ROWS)
    rows = (
        Entitlement.objects.filter(person__among=people)
        .live()
        .annotate(
            live_batch=Subquery(live_row.values("batch_id")[:1]),
            live_number=Subquery(live_row.values("batch__number")[:1]),
        )
        .order_by("person_id", "year", "kind")
    )
    upheld = _upheld(people)
    for row in rows.values("person_id", *_COLUMNS, "live_batch", "live_number"):
        yield row.pop("person_id"), _holding(row, upheld.get(row["pk"]))


def _upheld(people: Collection[int]) -> dict[int, int]:
    """By entitlement of some people what was found instead when it was last upheld."""
    ruled = Dispute.objects.filter(
        entitlement__person__among=people, state=DisputeState.UPHELD
    ).order_by("pk")
    return dict(ruled.values_list("entitlement_id", "found_fen"))


def _holding(row: dict[str, Any], upheld_against_fen: int | None) -> Holding:
    """One row of the query as a holding."""
    return Holding(
        entitlement_id=row["pk"],
        kind=Kind(row["kind"]),
        programme=Programme(row["programme"]) if row["programme"] else None,
        year=row["year"],
        amount_fen=row["amount_fen"],
        channel=Channel(row["channel"]),
        payee=Payee(row["payee"]),
        state=EntitlementState(row["state"]),
        origin=Origin(row["origin"]),
        created_at=row["created_at"],
        settled_at=row["settled_at"],
        batch_id=row["live_batch"],
        batch=row["live_number"] or "",
        upheld_against_fen=upheld_against_fen,
    )
