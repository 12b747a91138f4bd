"""Sessions of officers: ended at once when an account is locked, swept when they have run out."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_all(officer_id: int, *, at: datetime) -> int:
    """End every session of an officer, on whatever machine; returns how many there were."""
    open_ones = Session.objects.filter(expire_date__gt=at).iterator()
    theirs = [
        session.pk
        for session in open_ones
        if session.get_decoded().get(SESSION_KEY) == str(officer_id)
    ]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def sweep(at: datetime) -> int:
    """Delete the sessions that have run out; returns how many."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]
