"""Which protection an officer's account needs now: second factor, a newer password."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings

from pension.models import DistrictSetting, Officer, RecoveryCode, SecondFactor


def asks_second_factor(officer: Officer) -> bool:
    """Whether this officer works with a second factor only.

    Those do who hold a guarded post: one that moves money or grants posts.
    ``PENSION_SECOND_FACTOR`` says `on`, `off` or `auto`, which spares the demo district alone.
    """
    mode = settings.PENSION_SECOND_FACTOR
    if mode == "off" or not officer.is_guarded:
        return False
    return mode == "on" or not in_demo_district(officer)


def has_second_factor(officer: Officer) -> bool:
    """Whether the officer has set an authenticator app up."""
    return SecondFactor.objects.filter(officer=officer).exists()


def holds_factor(officer: Officer, factor_id: object) -> bool:
    """Whether the factor that a session was opened with is still the officer's own."""
    if not isinstance(factor_id, int):
        return False
    return SecondFactor.objects.filter(officer=officer, pk=factor_id).exists()


def recovery_codes_left(officer: Officer) -> int:
    """How many recovery codes the officer has not used."""
    return RecoveryCode.objects.filter(factor__officer=officer, used_at__isnull=True).count()


def password_is_old(officer: Officer, at: datetime) -> bool:
    """Whether the password is older than ``PENSION_PASSWORD_DAYS``; one of unknown age is.

    0 days means that passwords do not age; those of a demo district never do.
    """
    return _has_had(settings.PENSION_PASSWORD_DAYS, officer, at)


def first_password_expired(officer: Officer, at: datetime) -> bool:
    """Whether a first password was not replaced within ``PENSION_FIRST_PASSWORD_DAYS``.

    Days count from the opening or the reset; 0 days and demo districts as for other passwords.
    """
    days = settings.PENSION_FIRST_PASSWORD_DAYS
    return officer.must_change_password and _has_had(days, officer, at)


def shut_out_until(officer: Officer, at: datetime) -> datetime | None:
    """When wrong passwords stop keeping the officer out, or None where they don't."""
    return shut_outs(at, [officer.username]).get(officer.username)


def shut_outs(at: datetime, usernames: Sequence[str]) -> Mapping[str, datetime]:
    """Whom of these wrong passwords keep out, each until when.

    Tries of every machine count together, as at the log-in; each counts for the cooling-off time.
    """
    since = at - settings.AXES_COOLOFF_TIME
    tries = AccessAttempt.objects.filter(username__in=usernames, attempt_time__gte=since)
    failures: Counter[str] = Counter()
    until: dict[str, datetime] = {}
    for one in tries.order_by("-attempt_time"):
        failures[one.username] += one.failures_since_start
        if failures[one.username] >= settings.AXES_FAILURE_LIMIT:
            until.setdefault(one.username, one.attempt_time + settings.AXES_COOLOFF_TIME)
    return until


def _has_had(days: int, officer: Officer, at: datetime) -> bool:
    """Whether the officer's password has had its days."""
    if not days:
        return False
    since = officer.password_set_at
    if since is not None and at < since + timedelta(days=days):
        return False
    return not in_demo_district(officer)


def in_demo_district(officer: Officer) -> bool:
    """Whether the officer's district is made up, to be tried without ceremony."""
    if officer.office is None:
        return False
    code = officer.office.region.code[:6]
    return DistrictSetting.objects.filter(district__code=code, is_demo=True).exists()
