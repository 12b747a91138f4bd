"""Sessions of officers: ended by themselves, by a lock or a reset, swept when they have run out."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from pension.models import Officer
from pension.queries.sessions import SignedIn, keys_of
from pension.services import audit


def end_all(officer_id: int, *, at: datetime) -> int:
    """End every session of an officer, on whatever machine; returns how many there were."""
    theirs = [key for key, _ in keys_of(officer_id, at)]
    _end(theirs)
    return len(theirs)


@transaction.atomic
def end_own(sessions: Sequence[SignedIn], *, by: Officer, at: datetime) -> None:
    """End sessions of the officer's own, as ``open_sessions`` gives them, each on the trail."""
    _end([one.key for one in sessions])
    audit.record_many([_deed(one, by) for one in sessions], by=by, at=at)


def sweep(at: datetime) -> int:
    """Delete the sessions that have run out; returns how many."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]


def _deed(ended: SignedIn, by: Officer) -> audit.Deed:
    detail = {"officer": by.name, "address": ended.address, "browser": ended.browser}
    return audit.Deed("退出其他登录", "officer", by.pk, detail)


def _end(keys: Sequence[str]) -> None:
    Session.objects.filter(pk__in=keys).delete()
