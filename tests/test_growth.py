"""No page asks the database oftener when its lists grow: every address, generated.

A world is made three times and then thirty times over by the makers of the access walk; between
the two, no address may need more queries. What stands on one page of a list is read by as many
queries as its kinds of facts, never by one for each row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pension.models import Officer
from pension.vocabulary.posts import Post
from tests.access import enrollment, homes, kernel, people, performance, recoveries, subsidies
from tests.access.addresses import Address, addresses
from tests.access.making import MAKERS, Try
from tests.access.visits import NOT_ALLOWED, Visitors

pytestmark = pytest.mark.django_db

REGISTERED_BY = (kernel, enrollment, people, subsidies, recoveries, performance)
FEW, MANY = 3, 30
HOME = "home"


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
    few = {page: queries(page, visitors) for page in pages}

    grow(pages, MANY - FEW)
    many = {page: queries(page, visitors) for page in pages}

    assert len(pages) > len(addresses()) / 2
    assert [f"{page}: {few[page]} → {many[page]}" for page in pages if many[page] > few[page]] == []


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


def queries(page: Page, visitors: Visitors) -> int:
    """How many queries an opening takes, once the session is warm."""
    browser = visitors.browser(page.who)
    browser.get(page.url)
    with CaptureQueriesContext(connection) as asked:
        browser.get(page.url)
    return len(asked)


def _get(who: Officer, url: str) -> int:
    browser = Client()
    browser.force_login(who)
    return browser.get(url).status_code
