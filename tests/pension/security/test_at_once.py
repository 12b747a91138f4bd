"""The same code and the same limit, asked for by many threads at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from pension.models import Officer
from pension.services import second_factor
from pension.services.limits import Limit, spend
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.concurrency.threads import Refusal, overtaking
from tests.factories.kernel import holder
from tests.pension.security.accounts import App

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8
LATER = NOON + timedelta(minutes=5)


def opens(officer: Officer, text: str) -> bool:
    try:
        second_factor.verify(officer, text, at=LATER)
    except CaseError:
        return False
    finally:
        connection.close()
    return True


def passes(_number: int) -> bool:
    try:
        return spend(Limit("few", 3), "a", at=NOON)
    finally:
        connection.close()


def test_a_code_sent_many_times_at_once_opens_once() -> None:
    cashier, phone = holder(Post.CASHIER), App()
    codes = second_factor.enrol(cashier, phone.key, phone.code(NOON), at=NOON)

    for text in (phone.code(LATER), codes[0]):
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(opens, [cashier] * 4, [text] * 4))

        assert found.count(True) == 1
        second_factor.verify(cashier, codes.pop(), at=LATER)  # forgets the wrong ones


def test_a_code_that_opens_is_used_up_before_that_is_final() -> None:
    cashier, phone = holder(Post.CASHIER), App()
    second_factor.enrol(cashier, phone.key, phone.code(NOON), at=NOON)
    code = phone.code(LATER)

    answer = overtaking(
        lambda: second_factor.verify(cashier, code, at=LATER),
        lambda: second_factor.verify(cashier, code, at=LATER),
    )

    assert isinstance(answer, Refusal)


def test_of_recovery_codes_renewed_twice_only_the_last_serve() -> None:
    cashier, phone = holder(Post.CASHIER), App()
    codes = second_factor.enrol(cashier, phone.key, phone.code(NOON), at=NOON)

    overtaking(
        lambda: second_factor.renew_codes(cashier, codes[0], at=NOON),
        lambda: second_factor.renew_codes(cashier, phone.code(LATER), at=LATER),
    )

    assert cashier.second_factor.recovery_codes.count() == len(codes)


def test_a_limit_lets_no_more_through_at_once() -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(passes, range(THREADS)))

    assert found.count(True) == 3
