"""Entitlements that are paid, and those whose payment came back; nothing else settles them."""

from collections.abc import Sequence
from datetime import datetime

from subsidies.models import Entitlement
from subsidies.workflow.states import EntitlementState

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables


def settle_many(keys: Sequence[int], *, at: datetime) -> int:
    """Note that what was due has been paid; returns how many were due until now."""
    return sum(
        Entitlement.objects.filter(
            pk__in=keys[start : start + CHUNK], state=EntitlementState.DUE
        ).update(state=EntitlementState.SETTLED, settled_at=at)
        for start in range(0, len(keys), CHUNK)
    )


def reopen_many(keys: Sequence[int]) -> int:
    """Note that a payment came back, so that it is due again; returns how many were settled."""
    return sum(
        Entitlement.objects.filter(
            pk__in=keys[start : start + CHUNK], state=EntitlementState.SETTLED
        ).update(state=EntitlementState.DUE, settled_at=None)
        for start in range(0, len(keys), CHUNK)
    )
