"""Entering opening balances: they wait for a second officer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from enrollment.queries.standing import Standing, standings
from pension.models import Officer, Upload
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.masking import mask_identity
from pension.vocabulary.posts import Post
from subsidies.models import OpeningRecord
from subsidies.queries.ledger import CHUNK
from subsidies.services.opening.entries import OpeningEntry
from subsidies.workflow.states import OpeningState

SHOWN = 20


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
