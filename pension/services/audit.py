"""The only writer of the audit trail, and the check that nothing in it was changed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pension.models import AuditChain, AuditEntry, Officer
from pension.services import bulk

GENESIS = "0" * 64
CHUNK = 2000
COLUMNS = (
    "number",
    "action",
    "subject_type",
    "subject_id",
    "detail",
    "previous_hash",
    "hash",
)
_READABLE = json.JSONEncoder(ensure_ascii=False)
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done to what: ``action`` in Chinese words, the subject's type and key, details."""

    action: str
    subject_type: str
    subject_id: str | int
    detail: dict[str, Any] = field(default_factory=dict)


def record(deed: Deed, *, by: Officer | None, at: datetime) -> None:
    """Append one deed of ``by`` at ``at`` to the trail of the officer's office."""
    record_many([deed], by=by, at=at)


@transaction.atomic
def record_many(deeds: Sequence[Deed], *, by: Officer | None, at: datetime) -> None:
    """Append deeds in order; call inside the transaction that does them."""
    if not deeds:
        return
    chain = _chain_of(by, at)
    rows = list(_linked(chain, deeds, by, at))
    bulk.insert(
        AuditEntry, COLUMNS, rows, chain_id=chain.pk, at=at, officer_id=by.pk if by else None
    )
    number, *_, head = rows[-1]
    AuditChain.objects.filter(pk=chain.pk).update(head_hash=head, length=number)


def fingerprint(entry: AuditEntry) -> str:
    """The SHA-256 of everything that an entry says, with the hash of the one before."""
    deed = Deed(entry.action, entry.subject_type, entry.subject_id, entry.detail)
    frame = _frame(entry.chain_id, entry.officer_id, entry.at)
    return _digest(frame, deed, entry.number, entry.previous_hash)


def _linked(
    chain: AuditChain, deeds: Sequence[Deed], by: Officer | None, at: datetime
) -> Iterator[bulk.Row]:
    """The rows of some deeds, values in the order of ``COLUMNS``, each linked to the one before."""
    frame = _frame(chain.pk, by.pk if by else None, at)
    previous = chain.head_hash
    for number, deed in enumerate(deeds, chain.length + 1):
        digest = _digest(frame, deed, number, previous)
        detail = _READABLE.encode(deed.detail)
        subject = deed.subject_type, str(deed.subject_id)
        yield number, deed.action, *subject, detail, previous, digest
        previous = digest


def _frame(chain_id: int, officer_id: int | None, at: datetime) -> dict[str, str]:
    """What the fingerprints of entries made together have in common, as JSON texts."""
    said = {"chain": chain_id, "officer": officer_id, "at": at.astimezone(UTC).isoformat()}
    return {name: _CANONICAL.encode(value) for name, value in said.items()}


def _digest(frame: dict[str, str], deed: Deed, number: int, previous: str) -> str:
    """The SHA-256 of an entry's JSON text, its keys in order."""
    quoted = _CANONICAL.encode
    said = (
        f'{{"action":{quoted(deed.action)},"at":{frame["at"]},"chain":{frame["chain"]},'
        f'"detail":{quoted(deed.detail)},"number":{number},"officer":{frame["officer"]},'
        f'"previous":{quoted(previous)},'
        f'"subject":[{quoted(deed.subject_type)},{quoted(str(deed.subject_id))}]}}'
    )
    return hashlib.sha256(said.encode()).hexdigest()


def verify() -> Iterator[str]:
    """Sentences naming every broken place; nothing when all chains hold."""
    last_head: dict[int, str] = {}
    for chain in AuditChain.objects.order_by("office_key", "pk"):
        expected_start = last_head.get(chain.office_key, GENESIS)
        if chain.first_hash != expected_start:
            yield f"{chain}：起始校验值与上一日不相接"
        yield from _verify_chain(chain)
        last_head[chain.office_key] = chain.head_hash


def _verify_chain(chain: AuditChain) -> Iterator[str]:
    previous, number = chain.first_hash, 0
    for entry in chain.entries.order_by("number").iterator(CHUNK):
        number += 1
        if entry.number != number:
            yield f"{chain}：第 {number} 条缺失"
            number = entry.number
        if entry.previous_hash != previous or entry.hash != fingerprint(entry):
            yield f"{chain}：第 {entry.number} 条与校验值不符"
        previous = entry.hash
    if previous != chain.head_hash or number != chain.length:
        yield f"{chain}：末尾条目缺失或被改动"


def _chain_of(officer: Officer | None, at: datetime) -> AuditChain:
    """Lock the office's chain of today, opening it on the sealed one before.

    A moment before the latest chain's day (a clock that was put back) goes into the latest chain:
    what is sealed stays sealed, and the entry says its own moment.
    """
    day = timezone.localdate(at)
    office_id = officer.office_id if officer else None
    key = office_id or 0
    chains = AuditChain.objects.select_for_update().filter(office_key=key)
    last = chains.order_by("-pk").first()
    if last and last.day >= day:
        return last
    start = last.head_hash if last else GENESIS
    if last:
        AuditChain.objects.filter(pk=last.pk).update(sealed_at=at)
    chain, _ = AuditChain.objects.get_or_create(
        office_key=key,
        day=day,
        defaults={"office_id": office_id, "first_hash": start, "head_hash": start},
    )
    return chains.get(pk=chain.pk)
