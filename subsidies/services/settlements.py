"""Entitlements that are paid, and those whose payment came back; nothing else settles them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from subsidies.models import Entitlement
from subsidies.workflow.states import EntitlementState

CHUNK = 20_000  # keys that are handed to the database at a time


@transaction.atomic
def settle_many(keys: Sequence[int], *, at: datetime) -> int:
    """Note that what was due has been paid; returns how many were due until now."""
    return sum(
        Entitlement.objects.filter(pk__among=part, state=EntitlementState.DUE).update(
            state=EntitlementState.SETTLED, settled_at=at
        )
        for part in _locked(keys)
    )


@transaction.atomic
def reopen_many(keys: Sequence[int]) -> int:
    """Note that a payment came back, so that it is due again; returns how many were settled."""
    return sum(
        Entitlement.objects.filter(pk__among=part, state=EntitlementState.SETTLED).update(
            state=EntitlementState.DUE, settled_at=None
        )
        for part in _locked(keys)
    )


def _locked(keys: Sequence[int]) -> Iterator[list[int]]:
    """Some thousands of keys at a time, locked in the order in which everybody locks them.

    An UPDATE alone locks rows as it comes upon them: two of them could wait for each other.
    """
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        rows = Entitlement.objects.select_for_update().filter(pk__among=part).order_by("pk")
        list(rows.values_list("pk", flat=True))
        yield part
