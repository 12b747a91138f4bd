"""Published figures of the fund, each with the paper that it stands in; never sums of batches."""

from dataclasses import dataclass
from datetime import date

from pension.models import Officer
from subsidies.models import FundEntry
from subsidies.workflow.states import FundKind


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure in whole fen."""

    kind: FundKind
    account: str
    amount_fen: int
    payment_method: str
    source: str
    as_of: date


def published_of(officer: Officer, district_code: str, year: int) -> list[Published]:
    """The figures of a year that stand, in the order of kinds; what nobody entered is not there."""
    entries = FundEntry.objects.visible_to(officer).filter(
        district__code=district_code, year=year, voided_at__isnull=True
    )
    order = list(FundKind)
    found = [
        Published(
            FundKind(entry.kind),
            entry.account,
            entry.amount_fen,
            entry.payment_method,
            entry.source,
            entry.as_of,
        )
        for entry in entries
    ]
    return sorted(found, key=lambda one: (order.index(one.kind), one.account))
