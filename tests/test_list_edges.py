"""Every list at its edges: pages that are not there, filters with nonsense or without a result.

The addresses come from the URL configuration: each that can be opened without naming an object.
"""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from pension.models import Officer
from pension.vocabulary.posts import Post
from tests.access import homes
from tests.access.addresses import Address, addresses

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
ODD_PAGES = (
    *({"after": key} for key in ("0", HUGE, "-5", "abc", "²", "")),
    *({"before": key} for key in ("1", HUGE, "abc")),
    *({"page": number} for number in ("0", "999999", HUGE, "-1", "abc", "")),
)
NONSENSE = ("不在册的值'\"%_", "9" * 5_000, "²", "演示\x00")
EMPTY_BODY = re.compile(r"<tbody>\s*</tbody>")
PLAIN = [address for address in addresses() if not address.is_public and not address.arguments]


class Fields(HTMLParser):
    """The names that a page's forms of filters send."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.names: set[str] = set()
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the fields of forms that ask by GET."""
        said = dict(attrs)
        if tag == "form":
            self._inside = said.get("method") == "get"
        name = said.get("name")
        if self._inside and name and tag in ("input", "select"):
            self.names.add(name)


def reader_of(address: Address) -> Officer:
    """Somebody who may open an address."""
    return homes.own(next(p for p in Post if address.is_open_to(frozenset({p})))).officer


@pytest.mark.parametrize("address", PLAIN, ids=str)
def test_a_list_opens_whatever_page_and_filter_the_address_asks_for(address: Address) -> None:
    homes.two_districts()
    browser = Client()
    browser.force_login(reader_of(address))
    opened = browser.get(address.url({}), follow=True)
    if opened.status_code == 405:
        return
    filters = Fields(opened.content.decode()).names if not opened.streaming else set()

    odd_filters = ({name: odd} for name in filters for odd in NONSENSE)
    asked = [*ODD_PAGES, *odd_filters]
    found = {str(query): browser.get(address.url({}), query, follow=True) for query in asked}

    assert {query for query, answer in found.items() if answer.status_code >= 500} == set()
    assert {answer.status_code for answer in found.values()} <= {200, 400, 404}


@pytest.mark.parametrize("address", PLAIN, ids=str)
def test_a_list_without_rows_says_so_in_a_sentence(address: Address) -> None:
    homes.two_districts()
    browser = Client()
    browser.force_login(reader_of(address))

    page = browser.get(address.url({}), {"name": "没有这个人", "q": "没有这个人"}, follow=True)

    assert page.streaming or not EMPTY_BODY.search(page.content.decode())
