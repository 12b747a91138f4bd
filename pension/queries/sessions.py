"""What a session knows of itself, how long it goes on, and which ones an officer has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

LAST_SEEN: Final = "last_seen"
SIGNED_IN: Final = "signed_in"
ADDRESS: Final = "address"
BROWSER: Final = "browser"
HANDLE_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session of an officer; ``handle`` names it on pages, where its key must not stand."""

    key: str
    since: datetime
    last_seen: datetime
    address: str
    browser: str

    @property
    def handle(self) -> str:
        """A digest of the key: it opens nothing."""
        return sha256(self.key.encode()).hexdigest()[:HANDLE_LENGTH]


def is_idle(session: Mapping[str, Any], now: int) -> bool:
    """Whether nothing was done in a session for ``PENSION_IDLE_MINUTES``; ``now`` in seconds."""
    return now - session.get(LAST_SEEN, now) > settings.PENSION_IDLE_MINUTES * 60


def is_spent(session: Mapping[str, Any], now: int) -> bool:
    """Whether a session has lasted ``PENSION_SESSION_HOURS``; ``now`` in seconds."""
    return now - session.get(SIGNED_IN, now) > settings.PENSION_SESSION_HOURS * 60 * 60


def keys_of(officer_id: int, at: datetime) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Key and content of every session of an officer that is kept, those that ran idle as well."""
    for session in Session.objects.filter(expire_date__gt=at).iterator():
        content = session.get_decoded()
        if content.get(SESSION_KEY) == str(officer_id):
            yield session.session_key, content


def open_sessions(officer_id: int, at: datetime) -> list[SignedIn]:
    """The sessions with which an officer could go on working at a moment, the latest first."""
    now = int(at.timestamp())
    found = [
        _signed_in(key, content)
        for key, content in keys_of(officer_id, at)
        if SIGNED_IN in content and not is_idle(content, now) and not is_spent(content, now)
    ]
    return sorted(found, key=lambda one: one.since, reverse=True)


def _signed_in(key: str, content: Mapping[str, Any]) -> SignedIn:
    return SignedIn(
        key=key,
        since=_moment(content[SIGNED_IN]),
        last_seen=_moment(content[LAST_SEEN]),
        address=content.get(ADDRESS, ""),
        browser=content.get(BROWSER, ""),
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())
