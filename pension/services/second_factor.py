"""The second factor: set up, asked for, recovered, renewed.

Every code that is looked at is on the trail, right or wrong; the codes and the key never are.
"""

from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from urllib.parse import quote, urlencode

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import get_random_string

from pension.models import Officer, RecoveryCode, SecondFactor
from pension.models.protection import PAUSE, TRIES
from pension.services import audit
from pension.vocabulary import one_time_codes
from pension.vocabulary.errors import CaseError
from pension.vocabulary.text import tidy

ISSUER = "被征地养老补助"  # as the app lists it
KEY_BYTES = 20  # what RFC 4226 recommends
RECOVERY_CODES = 8
# 24 of 32 letters are 120 bits: nothing to guess, so that a plain digest is enough.
RECOVERY_LENGTH, RECOVERY_GROUP = 24, 4
RECOVERY_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

WRONG = "动态口令不对或已用过。请等手机上换出新的六位数字再输，并核对手机时间是否准确"
PAUSED = (
    f"连续输错 {TRIES} 次，请在 {int(PAUSE.total_seconds()) // 60} 分钟后再试，"
    "或请系统管理人员重置动态口令"
)


def new_key() -> str:
    """A key for an app, in base 32."""
    return b32encode(token_bytes(KEY_BYTES)).decode("ascii")


def address(key: str, officer: Officer) -> str:
    """What the QR code says to the app: the key, whose it is and who gave it."""
    label = quote(f"{ISSUER}:{officer.username}")
    query = urlencode({"secret": key, "issuer": ISSUER}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


@transaction.atomic
def enrol(officer: Officer, key: str, text: str, *, at: datetime) -> list[str]:
    """Set the app up once it shows the right code; returns the recovery codes, shown this once.

    Refuses a wrong code, and a second app beside the first: the system post resets that one.
    """
    step = one_time_codes.matching_step(key, _typed(text), at=at, after=0)
    if step is None:
        raise CaseError(WRONG)
    try:
        with transaction.atomic():
            factor = SecondFactor.objects.create(
                officer=officer, key=key, last_step=step, enrolled_at=at
            )
    except IntegrityError as error:
        raise CaseError("您已绑定动态口令；更换手机请系统管理人员先重置") from error
    _note("绑定动态口令", officer, at)
    return _give_codes(factor)


def verify(officer: Officer, text: str, *, at: datetime) -> SecondFactor:
    """Check a code of the app, or a recovery code, and use it up.

    Refuses a wrong or used code; after five in a row every code, for a quarter of an hour. The
    count of wrong codes is written also when the code is refused.
    """
    refusal = _try(officer, _typed(text), at)
    if refusal:
        raise CaseError(refusal)
    return SecondFactor.objects.get(officer=officer)


def renew_codes(officer: Officer, text: str, *, at: datetime) -> list[str]:
    """Give new recovery codes for a code of the app, or an old recovery code.

    The old ones no longer serve. Refuses and counts as ``verify`` does: a session left open gives
    nobody a way in that outlives it.
    """
    verify(officer, text, at=at)
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(officer=officer)
        factor.recovery_codes.all().delete()
        _note("更换恢复码", officer, at)
        return _give_codes(factor)


@transaction.atomic
def _try(officer: Officer, text: str, at: datetime) -> str:
    """Why the code is refused; empty when it is right. One code at a time: the row is locked."""
    factor = SecondFactor.objects.select_for_update().filter(officer=officer).first()
    if factor is None:
        return "请先绑定动态口令"
    if factor.is_paused(at):
        return PAUSED
    mine = SecondFactor.objects.filter(pk=factor.pk)
    step = one_time_codes.matching_step(factor.key, text, at=at, after=factor.last_step)
    if step is not None:
        mine.update(last_step=step, failures=0)
        _note("动态口令通过", officer, at)
        return ""
    if _use_recovery_code(factor, text, at):
        mine.update(failures=0)
        _note("使用恢复码", officer, at)
        return ""
    # The first wrong code after a pause begins a new count.
    failures = 1 if factor.failures >= TRIES else F("failures") + 1
    mine.update(failures=failures, failed_at=at)
    _note("动态口令输错", officer, at)
    if factor.failures + 1 == TRIES:
        _note("动态口令连续输错", officer, at)
        return PAUSED
    return WRONG


def _use_recovery_code(factor: SecondFactor, text: str, at: datetime) -> bool:
    unused = factor.recovery_codes.filter(digest=_digest(text), used_at__isnull=True)
    return unused.update(used_at=at) == 1


def _give_codes(factor: SecondFactor) -> list[str]:
    codes = [get_random_string(RECOVERY_LENGTH, RECOVERY_LETTERS) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, digest=_digest(code)) for code in codes
    )
    return [_grouped(code) for code in codes]


def _grouped(code: Sequence[str]) -> str:
    starts = range(0, len(code), RECOVERY_GROUP)
    return "-".join("".join(code[start : start + RECOVERY_GROUP]) for start in starts)


def _typed(text: str) -> str:
    """What was typed, without the spaces and hyphens that make codes readable."""
    return tidy(text).replace(" ", "").replace("-", "").upper()


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _note(action: str, officer: Officer, at: datetime) -> None:
    deed = audit.Deed(action, "officer", officer.pk, {"officer": officer.name})
    audit.record(deed, by=officer, at=at)
