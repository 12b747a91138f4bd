"""One-time codes of an authenticator app: RFC 4226 (from a counter) and RFC 6238 (from the time).

Twenty lines of the standard library, proved with the examples of both documents: the clock is an
argument, as everywhere here.
"""

import hmac
from base64 import b32decode
from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1  # a clock may be one step off, either way


def code(key: bytes, counter: int, digits: int = DIGITS) -> str:
    """The code of ``digits`` digits that belongs to a counter (RFC 4226, 5.3)."""
    mac = hmac.digest(key, counter.to_bytes(8), "sha1")
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_at(moment: datetime) -> int:
    """The counter of a moment: full half-minutes since 1970 (RFC 6238, 4.2)."""
    return int(moment.timestamp()) // STEP_SECONDS


def matching_step(key: str, text: str, *, at: datetime, after: int) -> int | None:
    """The counter that ``text`` is the code of, or None.

    ``key`` is written in base 32. Counters up to ``after`` are used up: no code counts twice.
    """
    now, secret = step_at(at), b32decode(key)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(code(secret, step).encode(), text.encode()):
            return step
    return None
