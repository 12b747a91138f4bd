"""Every form that changes something, sent with odd things in one field after the other: no fault.

The pages come from the URL configuration, the forms from the pages; a form that stands on many
pages is tried once.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from pension.vocabulary.posts import Post
from tests.access import enrollment, homes, kernel, people, performance, subsidies
from tests.access.addresses import Address, addresses
from tests.access.making import MAKERS, Try
from tests.factories.dues import rules_in_force
from tests.factories.enrollment import rules
from tests.fuzzing.forms import PageForm, forms_of
from tests.pension.security.accounts import BACKEND

pytestmark = pytest.mark.django_db

REGISTERED_BY = (kernel, enrollment, people, subsidies, performance)
# Wider than a column; a digit that is no number; longer than Python reads a number.
ODD = (["9" * 19], ["²", "9" * 5_000])
LEADS_AWAY = ("pension:logout", "pension:password", "pension:second_factor")
EVERYTHING = [
    one
    for one in addresses()
    if not one.is_public
    and one.name not in LEADS_AWAY
    and (one.name in MAKERS or not one.arguments)  # the access walk asks for the maker
]
# What addresses without a page of their own read from the form of another page.
READ_BY_SOME = dict.fromkeys(("rows", "keys", "reason", "note", "token", "action", "query"), "1")
PARTS = ("pension:", "enrollment:", "subsidies:", "performance:")
HELD = re.compile(r"\d+")


@pytest.mark.parametrize("part", PARTS)
def test_no_form_leads_to_a_fault_whatever_is_sent(part: str) -> None:
    homes.two_districts()
    rules(), rules_in_force()
    chosen = [one for one in EVERYTHING if one.name.startswith(part)]
    tried: set[tuple[str, str]] = set()

    faults = [
        f"{address}: {form.action} {name}={odd[0]} → {status}"
        for address in chosen
        for browser, form in forms(address)
        for name in new_fields(form, tried)
        for odd in ODD
        if (status := sent(browser, form, name, odd)) >= 500
    ]

    assert len(tried) > len(chosen)
    assert faults == []


def forms(address: Address) -> Iterator[tuple[Client, PageForm]]:
    """The forms that one who may open an address finds there, and what the address itself takes."""
    home = homes.own(next(post for post in Post if address.is_open_to(frozenset({post}))))
    made = MAKERS[address.name].make(home) if address.name in MAKERS else iter([Try({})])
    browser = Client(raise_request_exception=False)
    browser.force_login(home.officer, backend=BACKEND)
    for attempt in made:
        url = address.url(attempt.arguments)
        page = browser.get(url)
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            for form in forms_of(page.content.decode()):
                if form.method == "post":
                    form.action = urljoin(url, form.action)
                    yield browser, form
        fields = READ_BY_SOME | {name: str(value) for name, value in attempt.body.items()}
        yield browser, PageForm("post", url, dict(fields))


def new_fields(form: PageForm, tried: set[tuple[str, str]]) -> Iterator[str]:
    """The fields that were not tried yet, in a form of this shape at an address of this kind."""
    place = HELD.sub("", urlsplit(form.action).path)
    if place.rstrip("/").endswith("/logout"):
        return
    for name in form.fields:
        key = (place, HELD.sub("", name))
        if key not in tried:
            tried.add(key)
            yield name


def sent(browser: Client, form: PageForm, name: str, odd: list[str]) -> int:
    """The status of the answer; leaves the database as it was."""
    with transaction.atomic():
        status: int = browser.post(form.action, form.body(name, odd)).status_code
        transaction.set_rollback(True)
    return status
