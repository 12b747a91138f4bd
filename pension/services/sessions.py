"""Sessions of officers: ended by themselves, by a lock or a reset, swept when they have run out."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from pension.models import Officer
from pension.queries.sessions import SignedIn, keys_of, open_sessions
from pension.services import audit
from pension.vocabulary.errors import CaseError

GONE = "这次登录已经退出，不必再退"


def end_all(officer_id: int, *, at: datetime) -> int:
    """End every session of an officer, on whatever machine; returns how many there were."""
    theirs = [key for key, _ in keys_of(officer_id, at)]
    _end(theirs)
    return len(theirs)


def end_one(handle: str, *, kept_key: str, by: Officer, at: datetime) -> None:
    """End the one of the officer's own other sessions that ``handle`` names.

    ``kept_key`` is the session that is worked in. Refuses a session that is gone already.
    """
    if not _end_own([one for one in _others(by, kept_key, at) if one.handle == handle], by, at):
        raise CaseError(GONE)


def end_others(*, kept_key: str, by: Officer, at: datetime) -> int:
    """End the officer's own sessions but the one that is worked in; returns how many."""
    return _end_own(_others(by, kept_key, at), by, at)


def sweep(at: datetime) -> int:
    """Delete the sessions that have run out; returns how many."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]


def _others(officer: Officer, kept_key: str, at: datetime) -> list[SignedIn]:
    return [one for one in open_sessions(officer.pk, at) if one.key != kept_key]


@transaction.atomic
def _end_own(sessions: Sequence[SignedIn], by: Officer, at: datetime) -> int:
    _end([one.key for one in sessions])
    audit.record_many([_deed(one, by) for one in sessions], by=by, at=at)
    return len(sessions)


def _deed(ended: SignedIn, by: Officer) -> audit.Deed:
    detail = {"officer": by.name, "address": ended.address, "browser": ended.browser}
    return audit.Deed("退出其他登录", "officer", by.pk, detail)


def _end(keys: Sequence[str]) -> None:
    Session.objects.filter(pk__in=keys).delete()
