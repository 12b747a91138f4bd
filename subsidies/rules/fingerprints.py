"""Fingerprints of frozen payment rows: each carries the one before, so that nothing can be moved.

A changed amount, a row taken out, a row put in between and two rows exchanged all give another
last fingerprint.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

START = "0" * 64
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class FrozenRow(NamedTuple):
    """What of a payment row is frozen at the lock; the amount is whole fen."""

    position: int
    entitlement_id: int
    region_id: int
    name: str
    identity_number: str
    bank: str
    account_holder: str
    account_number: str
    amount_fen: int


def fingerprint(batch_number: str, previous: str, row: FrozenRow) -> str:
    """The SHA-256 of a row, its batch and the fingerprint before it."""
    said = _COMPACT.encode((batch_number, previous, *row))
    return hashlib.sha256(said.encode()).hexdigest()


def chain(batch_number: str, rows: Iterable[FrozenRow]) -> Iterator[str]:
    """The fingerprint of each row in order; the last one stands for them all."""
    previous = START
    for row in rows:
        previous = fingerprint(batch_number, previous, row)
        yield previous
