"""No page asks the database oftener when its lists grow: every address, generated.

A world is made three times and then twelve times over by the makers of the access walk. Between
the two, no address may need more queries; and in the larger world none may put one question to
the database as often as its list has rows, which also shows where a list was full from the start.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client

from enrollment.models import Case
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.posts import Post
from tests.access import enrollment, homes, kernel, people, performance, recoveries, subsidies
from tests.access.addresses import Address, addresses
from tests.access.making import MAKERS, Try
from tests.access.visits import FREE, NOT_ALLOWED, Visitors
from tests.factories.enrollment import case_in

pytestmark = pytest.mark.django_db

REGISTERED_BY = (kernel, enrollment, people, subsidies, recoveries, performance)
FEW, MANY = 3, 12
OFTEN = 8  # a page may ask the same of each kind of work or state, but not of each of many rows
SEVERAL_KEYS = re.compile(r"IN \((?:%s(?:, )?)+\)")
OF_THE_VISIT = (*FREE, "SAVEPOINT")  # with those around such a note
HOME = "home"
Asked = Counter[str]


@dataclass(frozen=True, slots=True)
class Page:
    """An address as somebody opens it."""

    address: Address
    url: str
    who: Officer

    def __str__(self) -> str:
        posts = "、".join(post.label for post in self.who.posts)
        return f"{self.address} ({posts})"


def test_no_page_asks_the_database_oftener_when_there_is_more() -> None:
    homes.two_districts()
    pages = list(pages_of_all())
    grow(pages, FEW)
    visitors = Visitors()
    few = {page: queries(page, visitors).total() for page in pages}

    grow(pages, MANY - FEW)
    many = {page: queries(page, visitors) for page in pages}

    assert len(pages) > len(addresses()) / 2
    grown = {page: asked.total() for page, asked in many.items() if asked.total() > few[page]}
    assert [f"{page}: {few[page]} → {count}" for page, count in grown.items()] == []
    assert [f"{page}: {one}" for page, asked in many.items() for one in repeated(asked)] == []


def test_a_query_for_each_row_is_noticed() -> None:
    for _ in range(OFTEN):
        case_in(CaseState.ENTERED)

    with questions() as one_by_one:
        assert [case.person.name for case in Case.objects.all()]
    with questions() as together:
        assert [case.person.name for case in Case.objects.select_related("person")]

    assert len(repeated(one_by_one)) == 1
    assert repeated(together) == []


def test_what_is_noted_of_a_visit_now_and_then_is_not_counted() -> None:
    with questions() as asked:
        SessionStore().create()

    assert not asked


def grow(pages: Sequence[Page], times: int) -> None:
    """Make what the makers of the pages make, over and over, for new officers of one community."""
    named = {page.address.name for page in pages} & set(MAKERS)
    makers = {MAKERS[name].make for name in named if MAKERS[name].is_scoped}
    for _ in range(times):
        for make in makers:
            list(make(homes.own(Post.COMMUNITY_ENTRY)))


def pages_of_all() -> Iterator[Page]:
    """Every address that can be opened, by one who may; the first page by every post."""
    for address in addresses():
        if address.is_public or address.arguments and address.name not in MAKERS:
            continue  # the access walk asks for the maker
        holders = [post for post in Post if address.is_open_to(frozenset({post}))]
        for post in holders if address.name == HOME else holders[:1]:
            home = homes.own(post)
            made = MAKERS[address.name].make(home) if address.name in MAKERS else iter([Try({})])
            attempt = next(made, None)  # some deeds are offered at other desks alone
            if attempt is not None:
                url = address.url(attempt.arguments)
                if _get(home.officer, url) != NOT_ALLOWED:
                    yield Page(address, url, home.officer)


def queries(page: Page, visitors: Visitors) -> Asked:
    """What an opening asks the database, once the session is warm."""
    browser = visitors.browser(page.who)
    browser.get(page.url)
    with questions() as asked:
        browser.get(page.url)
    return asked


@contextmanager
def questions() -> Iterator[Asked]:
    """Count the statements sent, alike when only the values differ.

    What is noted of a visit itself is left out: it is written now and then, by the clock.
    """
    asked: Asked = Counter()

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if not any(word in sql for word in OF_THE_VISIT):
            asked[SEVERAL_KEYS.sub("IN (…)", sql)] += 1
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield asked


def repeated(asked: Asked) -> list[str]:
    """The statements that were sent as often as a list has rows."""
    return [f"{count} × {sql}" for sql, count in asked.items() if count >= OFTEN]


def _get(who: Officer, url: str) -> int:
    browser = Client()
    browser.force_login(who)
    return browser.get(url).status_code
