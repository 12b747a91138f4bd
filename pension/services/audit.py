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

GENESIS = "0" * 64
CHUNK = 2000


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
    previous, number = chain.head_hash, chain.length
    entries = []
    for deed in deeds:
        number += 1
        entry = AuditEntry(
            chain=chain,
            number=number,
            at=at,
            officer=by,
            action=deed.action,
            subject_type=deed.subject_type,
            subject_id=str(deed.subject_id),
            detail=deed.detail,
            previous_hash=previous,
        )
        entry.hash = previous = fingerprint(entry)
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries, batch_size=CHUNK)
    AuditChain.objects.filter(pk=chain.pk).update(head_hash=previous, length=number)


def fingerprint(entry: AuditEntry) -> str:
    """The SHA-256 of everything that an entry says, with the hash of the one before."""
    said = {
        "chain": entry.chain_id,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "officer": entry.officer_id,
        "action": entry.action,
        "subject": [entry.subject_type, entry.subject_id],
        "detail": entry.detail,
        "previous": entry.previous_hash,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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
