"""Pages over a million cases against a page without a list: the slowest of twenty requests."""

from collections.abc import Callable
from itertools import count
from math import ceil
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.posts import Post
from tests.benchmarks import population
from tests.benchmarks.measuring import Benchmark, timed
from tests.factories.kernel import holder

STATES = (
    CaseState.ENTERED,
    CaseState.JOINT_REVIEW,
    CaseState.DEPARTMENTS,
    CaseState.STREET,
    CaseState.CONFIRMED,
)
Request = Callable[[Client, int], None]
WARM_UP, REQUESTS = 5, 60
PERCENTILE = 95
READER = "reader"


def prepare(size: int) -> None:
    """A case for every person; a reader in the bureau who sees them all."""
    population.people(size)
    population.cases(size, STATES)
    reader = holder(Post.JOINT_REVIEW)
    Officer.objects.filter(pk=reader.pk).update(username=READER)


def plain_page(size: int) -> float:
    """A page with navigation and a form, for those who have signed in."""
    return _slowest(_opening(lambda n: reverse("pension:password")))


def first_page(size: int) -> float:
    """The list as the navigation opens it."""
    return _slowest(_opening(lambda n: reverse("enrollment:cases")))


def deep_page(size: int) -> float:
    """Pages far behind the first, another one each time."""
    page = reverse("enrollment:cases")
    return _slowest(_opening(lambda n: f"{page}?{urlencode({'after': size // 2 + n * 500})}"))


def search(size: int) -> float:
    """People by name, by its end, by the identity number and its end.

    A single hit opens: then the page of the case is among what is measured.
    """
    asked: tuple[Callable[[int], str], ...] = (
        population.name,
        lambda n: population.name(n)[1:],
        lambda n: population.identity(n)[-6:],
        population.identity,
    )
    page = reverse("enrollment:search")

    def send(client: Client, n: int) -> None:
        text = asked[n % len(asked)](n * 997 % size)
        _check(client.post(page, {"q": text}, follow=True), page)

    return _slowest(send)


def _opening(address: Callable[[int], str]) -> Request:
    """Requests that open an address, another one each time."""
    return lambda client, n: _check(client.get(address(n), follow=True), address(n))


def _slowest(send: Request) -> float:
    """The 95th percentile of the seconds that requests take."""
    client = Client()
    client.force_login(Officer.objects.get(username=READER))
    numbers = count()
    for _ in range(WARM_UP):
        send(client, next(numbers))
    taken = sorted(timed(lambda: send(client, next(numbers))) for _ in range(REQUESTS))
    return taken[ceil(len(taken) * PERCENTILE / 100) - 1]


def _check(response: HttpResponse, address: str) -> None:
    assert response.status_code == 200, address


BENCHMARKS = tuple(
    Benchmark(title, "plain page, p95", "cases", 1_000_000, "<= 2.5", plain_page, subject)
    for title, subject in (("list", first_page), ("deep page", deep_page), ("search", search))
)
