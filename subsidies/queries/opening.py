"""Opening balances as pages ask for them: files with their counts, records of one, totals."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, QuerySet, Sum

from pension.models import Officer, Upload
from subsidies.models import OpeningRecord
from subsidies.workflow.states import OpeningState

TYPED = "手工录入"


@dataclass(frozen=True, slots=True)
class OpeningFile:
    """An opening workbook, or all that was typed in: who, when, how many records are where.

    ``upload_id`` is None for what was typed in.
    """

    upload_id: int | None
    name: str
    entered_by: str
    entered_at: datetime
    counts: dict[OpeningState, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """How many records wait for a second officer."""
        return self.counts.get(OpeningState.PROPOSED, 0)


@dataclass(frozen=True, slots=True)
class OpeningTotals:
    """Sums to hold against the paper that a workbook was copied from; amounts in whole fen."""

    records: int
    subsidy_enjoyed_fen: int
    balance_fen: int
    legacy_given_fen: int


def files(officer: Officer) -> list[OpeningFile]:
    """The workbooks with opening records that ``officer`` may see, and what was typed in.

    Those that wait come first, then the latest.
    """
    found: dict[int | None, OpeningFile] = {}
    rows = OpeningRecord.objects.visible_to(officer).order_by()
    named = rows.values_list("upload_id", "upload__name", "upload__officer__name", "state")
    counted = named.annotate(latest=Max("entered_at"), count=Count("pk")).order_by("-latest")
    for upload_id, name, entered_by, state, entered_at, count in counted:
        file = OpeningFile(upload_id, name or TYPED, entered_by or "", entered_at)
        found.setdefault(upload_id, file).counts[OpeningState(state)] = count
    return sorted(found.values(), key=lambda file: not file.waiting)


def records_of(upload: Upload | None, officer: Officer) -> QuerySet[OpeningRecord]:
    """The records of a workbook in its order, or all that were typed in; with their people."""
    found = OpeningRecord.objects.visible_to(officer).filter(upload=upload)
    return found.select_related("person", "entered_by").order_by("row_number", "pk")


def totals(records: QuerySet[OpeningRecord]) -> OpeningTotals:
    """Count and sums of records; what is not known adds nothing."""
    sums = records.order_by().aggregate(
        records=Count("pk"),
        subsidy_enjoyed_fen=Sum("subsidy_enjoyed_fen"),
        balance_fen=Sum("balance_fen"),
        legacy_given_fen=Sum("legacy_given_fen"),
    )
    return OpeningTotals(**{name: value or 0 for name, value in sums.items()})


def waiting_count(officer: Officer) -> int:
    """How many records wait for a second officer, those that ``officer`` entered left out."""
    waiting = OpeningRecord.objects.visible_to(officer).filter(state=OpeningState.PROPOSED)
    return waiting.exclude(entered_by=officer).count()
