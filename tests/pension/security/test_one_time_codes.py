"""One-time codes: the published examples of RFC 4226 and RFC 6238, drift, and no code twice."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest

from pension.vocabulary.one_time_codes import code, matching_step, step_at

SECRET = b"12345678901234567890"  # of both documents
KEY = b32encode(SECRET).decode()
NOON = datetime(2022, 10, 31, 4, tzinfo=UTC)
RFC_4226 = [
    *("755224", "287082", "359152", "969429", "338314"),
    *("254676", "287922", "162583", "399871", "520489"),
]
RFC_6238 = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


@pytest.mark.parametrize("counter", range(10))
def test_the_codes_of_counters_are_those_of_rfc_4226(counter: int) -> None:
    assert code(SECRET, counter) == RFC_4226[counter]


@pytest.mark.parametrize("seconds", RFC_6238)
def test_the_codes_of_moments_are_those_of_rfc_6238(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)

    assert code(SECRET, step_at(moment), digits=8) == RFC_6238[seconds]


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(steps: int, is_taken: bool) -> None:
    shown = code(SECRET, step_at(NOON + timedelta(seconds=30 * steps)))

    assert (matching_step(KEY, shown, at=NOON, after=0) is not None) is is_taken


def test_a_used_step_and_those_before_it_count_no_more() -> None:
    used = step_at(NOON)

    assert matching_step(KEY, code(SECRET, used), at=NOON, after=used) is None
    assert matching_step(KEY, code(SECRET, used - 1), at=NOON, after=used) is None
    assert matching_step(KEY, code(SECRET, used + 1), at=NOON, after=used) == used + 1


@pytest.mark.parametrize("text", ["", "12345", "口令口令口令", "0" * 40])
def test_what_is_no_code_matches_nothing(text: str) -> None:
    assert matching_step(KEY, text, at=NOON, after=0) is None
