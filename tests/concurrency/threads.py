"""Doing things at the same moment: threads, each with a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier
from typing import TypeVar

from django.db import connection, transaction

from pension.vocabulary.errors import CaseError

T = TypeVar("T")

# How long a rival gets to overtake. A rival that waits for our lock ends after us however long
# this is; one that a missing lock lets through ends long before.
CHANCE_SECONDS = 0.5


class Refusal(str):
    """What an officer reads instead of a result."""

    __slots__ = ()


def at_once(count: int, deed: Callable[[int], T]) -> list[T | Refusal]:
    """Let ``count`` threads do a deed at the same moment; any error but a refusal is raised."""
    start = Barrier(count)

    def run(place: int) -> T | Refusal:
        start.wait()
        return _by_itself(lambda: deed(place))

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def overtaking(
    first: Callable[[], object],
    rival: Callable[[], T],
    last: Callable[[], object] = lambda: None,
) -> T | Refusal:
    """Let a rival begin when ``first`` is done but not final yet; gives what came of it.

    ``last`` follows in the transaction of ``first`` while the rival waits.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            running = pool.submit(_by_itself, rival)
            wait([running], timeout=CHANCE_SECONDS)
            last()
        return running.result()


def results(answers: Sequence[T | Refusal]) -> list[T]:
    """The answers that are no refusals; every refusal says something."""
    assert all(answers[i] for i in range(len(answers)) if isinstance(answers[i], Refusal))
    return [answer for answer in answers if not isinstance(answer, Refusal)]


def _by_itself(deed: Callable[[], T]) -> T | Refusal:
    try:
        return deed()
    except CaseError as refusal:
        return Refusal(str(refusal))
    finally:
        connection.close()
