"""What an opening balance in force changes: the ledger of years, contributions, pension drawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from enrollment.queries.insured import contributions_of
from enrollment.rules.categories import Drawing
from enrollment.services import insurance
from pension.models import Officer
from subsidies.models import Entitlement, OpeningRecord
from subsidies.queries.overpaid import returned_whole
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.services.recoveries.deciding import RECOVERED
from subsidies.workflow.states import LIVE_ROWS, EntitlementState, Origin

SOURCE = "期初数据"
CORRECTED = "期初数据更正"
PAID_BEFORE = "期初数据登记为已补助"


def free_returned_years(records: Sequence[OpeningRecord], *, at: datetime) -> None:
    """Let the ledger say of second payments of ``paid_years`` that came back whole that they did.

    With the record in force the year stands as paid before; with the record sent back it was paid
    by nobody, and the next calculation finds it due again.
    """
    years = {(record.person_id, year) for record in records for year in record.paid_years}
    paid = Entitlement.objects.filter(
        person__in={person for person, _ in years},
        kind=Kind.YEARLY,
        origin=Origin.ENGINE,
        state=EntitlementState.SETTLED,
    )
    named = [
        key
        for key, person, year in paid.values_list("pk", "person_id", "year")
        if (person, year) in years
    ]
    Entitlement.objects.filter(pk__in=returned_whole(named)).update(
        state=EntitlementState.CANCELLED, cancelled_at=at, cancel_reason=RECOVERED
    )


def settle_paid_years(records: Sequence[OpeningRecord], *, at: datetime) -> None:
    """Let the ledger say that the years of ``paid_years`` are paid, and no others by this origin.

    What this system found due for such a year and hasn't paid, or what came back, is cancelled.
    What it has paid, or what stands in a live batch, is not touched: the caller has locked the
    ledger and refused such records. The amounts that were paid are not known by year: they stand as
    0.
    """
    free_returned_years(records, at=at)
    paid = {record.person_id: set(record.paid_years) for record in records}
    live = Entitlement.objects.filter(person__in=paid, kind=Kind.YEARLY).live().order_by("pk")
    standing: set[tuple[int, int]] = set()
    corrected, superseded = [], []
    for key, person, year, origin in live.values_list("pk", "person_id", "year", "origin"):
        if origin == Origin.OPENING and year in paid[person]:
            standing.add((person, year))
        elif origin == Origin.OPENING:
            corrected.append(key)
        elif year in paid[person]:
            superseded.append(key)
    _cancel(corrected, CORRECTED, at)
    _cancel(superseded, PAID_BEFORE, at)
    Entitlement.objects.bulk_create(
        _paid(person, year, at)
        for person, years in paid.items()
        for year in sorted(years)
        if (person, year) not in standing
    )


def note_contributions(
    records: Sequence[OpeningRecord],
    earlier: Mapping[int, OpeningRecord],
    *,
    by: Officer,
    at: datetime,
) -> None:
    """Note the years of contribution with their proof; a correction takes its forerunner's back."""
    outdated = [
        key for record in records if record.person_id in earlier for key in _outdated(record)
    ]
    insurance.take_back(outdated, reason=CORRECTED, by=by, at=at)
    rows = [
        insurance.ContributionYear(
            person_id=record.person_id,
            year=year,
            proof=record.contribution_proof,
            source=source_of(record),
        )
        for record in records
        for year in record.contribution_years
    ]
    insurance.record_contributions(rows, by=by, at=at)


def note_drawing(records: Sequence[OpeningRecord], *, by: Officer, at: datetime) -> None:
    """Note which pension is drawn, where the record says it."""
    choices = [
        insurance.Choice(
            person_id=record.person_id,
            from_day=timezone.localdate(at),
            source=source_of(record),
            drawing=Drawing(record.drawing),
        )
        for record in records
        if record.drawing
    ]
    insurance.choose_many(choices, by=by, at=at)


def source_of(record: OpeningRecord) -> str:
    """Where a fact comes from: «期初数据「期初表.xlsx」第7行»."""
    if record.upload is None:
        return SOURCE
    return f"{SOURCE}「{record.upload.name}」第{record.row_number}行"


def _paid(person: int, year: int, at: datetime) -> Entitlement:
    """A year that was paid before this system."""
    return Entitlement(
        person_id=person,
        kind=Kind.YEARLY,
        year=year,
        amount_fen=0,
        channel=Channel.BANK,
        origin=Origin.OPENING,
        state=EntitlementState.SETTLED,
        created_at=at,
        settled_at=at,
    )


def _outdated(record: OpeningRecord) -> list[int]:
    """Keys of years of earlier opening data that the correction leaves out or proves anew."""
    return [
        noted.contribution_id
        for noted in contributions_of(record.person_id)
        if noted.source.startswith(SOURCE)
        and (noted.year, noted.proof)
        not in {(year, record.contribution_proof) for year in record.contribution_years}
    ]


def _cancel(keys: Sequence[int], reason: str, at: datetime) -> None:
    Entitlement.objects.filter(pk__in=keys).exclude(
        origin=Origin.ENGINE, state=EntitlementState.SETTLED
    ).exclude(rows__state__in=LIVE_ROWS).update(
        state=EntitlementState.CANCELLED, cancelled_at=at, cancel_reason=reason
    )
