"""Entering opening balances: they wait for a second officer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from enrollment.queries.standing import Standing, standings
from enrollment.rules.categories import Drawing
from pension.models import Officer, Upload
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.masking import mask_identity
from pension.vocabulary.months import Month
from pension.vocabulary.posts import Post
from subsidies.models import OpeningRecord
from subsidies.queries.ledger import CHUNK
from subsidies.rules.vocabulary import Grade
from subsidies.services.opening.entries import OpeningEntry
from subsidies.workflow.states import OpeningState

SHOWN = 20


def propose(entry: OpeningEntry, *, by: Officer, at: datetime) -> OpeningRecord:
    """Enter one opening balance that was typed in; see ``propose_many``."""
    try:
        return propose_many([entry], by=by, at=at, upload=None)[0]
    except IntegrityError:
        # Somebody entered one of this person at this moment: asked again, the refusal says so.
        return propose_many([entry], by=by, at=at, upload=None)[0]


@transaction.atomic
def propose_many(
    entries: Sequence[OpeningEntry], *, by: Officer, at: datetime, upload: Upload | None
) -> list[OpeningRecord]:
    """Enter opening balances; each waits until a second officer puts it in force.

    Refuses with ``CaseError``: an officer who isn't at the merge desk, and whatever ``obstacles``
    or the entries themselves name.
    """
    if not by.holds(Post.MERGE):
        raise CaseError("期初数据由「区级并轨」岗位录入")
    known = standings([entry.identity_number for entry in entries])
    waiting = waiting_people([standing.person_id for standing in known.values()])
    sentences = [
        f"{mask_identity(entry.identity_number)}：{sentence}"
        for entry in entries
        for _, sentence in [
            *entry.faults(timezone.localdate(at)),
            *obstacles(entry, known.get(entry.identity_number), waiting, by),
        ]
    ]
    if sentences:
        raise CaseError(*sentences[:SHOWN])
    records = OpeningRecord.objects.bulk_create(
        _record(entry, known[entry.identity_number], by, at, upload) for entry in entries
    )
    audit.record_many(
        [audit.Deed("录入期初数据", "person", record.person_id) for record in records],
        by=by,
        at=at,
    )
    return records


def faults_of(entry: OpeningEntry, *, by: Officer, at: datetime) -> list[tuple[str, str]]:
    """What a row of the workbook would be refused for: pairs of field and sentence."""
    standing = standings([entry.identity_number]).get(entry.identity_number)
    waiting = waiting_people([standing.person_id] if standing else [])
    return [*entry.faults(timezone.localdate(at)), *obstacles(entry, standing, waiting, by)]


def obstacles(
    entry: OpeningEntry,
    standing: Standing | None,
    waiting: Mapping[int, str],
    by: Officer,
) -> list[tuple[str, str]]:
    """Why an entry can't be taken in: pairs of field and sentence with the cure.

    ``standing`` is what is known of the person, ``waiting`` names by person the file of a record
    that nobody has decided yet.
    """
    own = by.office.region.code if by.office else None
    if standing is None or own is None or not standing.region.startswith(own):
        return [("identity_number", "此人尚未在本区登记，请先录入花名册，或核对身份证号")]
    found = []
    if entry.name and entry.name != standing.name:
        found.append(("name", f"登记的姓名是“{standing.name}”，与“{entry.name}”不一致，请核对"))
    if standing.person_id in waiting:
        found.append(
            (
                "identity_number",
                f"此人已有一条待复核的期初数据（{waiting[standing.person_id]}），请先复核或退回那一条",
            )
        )
    return found


def waiting_people(person_ids: Sequence[int]) -> dict[int, str]:
    """People with a record that nobody has decided yet, and the file that it came from."""
    found: dict[int, str] = {}
    for start in range(0, len(person_ids), CHUNK):
        records = OpeningRecord.objects.filter(
            person__in=person_ids[start : start + CHUNK], state=OpeningState.PROPOSED
        )
        for person, name in records.values_list("person_id", "upload__name"):
            found[person] = f"文件「{name}」" if name else "手工录入"
    return found


def people_in_force(person_ids: Sequence[int]) -> set[int]:
    """People whose opening balance is in force already: what comes now corrects it."""
    found: set[int] = set()
    for start in range(0, len(person_ids), CHUNK):
        records = OpeningRecord.objects.filter(
            person__in=person_ids[start : start + CHUNK], state=OpeningState.IN_FORCE
        )
        found.update(records.values_list("person_id", flat=True))
    return found


def entry_of(record: OpeningRecord) -> OpeningEntry:
    """What was entered, as the value that it was entered by."""
    return OpeningEntry(
        identity_number=record.person.identity_number,
        name=record.person.name,
        subsidy_enjoyed_fen=record.subsidy_enjoyed_fen,
        paid_years=tuple(record.paid_years),
        contribution_years=tuple(record.contribution_years),
        contribution_proof=record.contribution_proof,
        drawing=Drawing(record.drawing) if record.drawing else None,
        balance_fen=record.balance_fen,
        legacy_start=Month.parse(record.legacy_start) if record.legacy_start else None,
        legacy_months=record.legacy_months,
        legacy_grade=Grade(record.legacy_grade) if record.legacy_grade else None,
        legacy_given_fen=record.legacy_given_fen,
        row_number=record.row_number,
    )


def _record(
    entry: OpeningEntry, standing: Standing, by: Officer, at: datetime, upload: Upload | None
) -> OpeningRecord:
    return OpeningRecord(
        person_id=standing.person_id,
        subsidy_enjoyed_fen=entry.subsidy_enjoyed_fen,
        paid_years=list(entry.paid_years),
        contribution_years=list(entry.contribution_years),
        contribution_proof=entry.contribution_proof,
        drawing=entry.drawing or "",
        balance_fen=entry.balance_fen,
        legacy_start=str(entry.legacy_start) if entry.legacy_start else "",
        legacy_months=entry.legacy_months,
        legacy_grade=entry.legacy_grade or "",
        legacy_given_fen=entry.legacy_given_fen,
        state=OpeningState.PROPOSED,
        upload=upload,
        row_number=entry.row_number,
        entered_by=by,
        entered_at=at,
    )
