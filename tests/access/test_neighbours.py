"""What lies in other offices changes no page: neither a row, nor a count, nor a choice in a form.

Every page is read twice by an officer who may open it: before and after another office was filled
with all that the walk knows how to make.
"""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enrollment.models import PublicNotice
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Officer
from pension.vocabulary.posts import Post
from tests.access import enrollment, homes, kernel, people, performance, recoveries, subsidies
from tests.access.addresses import Address, addresses
from tests.access.homes import Home
from tests.access.making import MAKERS
from tests.factories.dues import rules_in_force
from tests.factories.enrollment import case_in, rules
from tests.factories.enrollment import post as put_up
from tests.factories.kernel import place
from tests.factories.recoveries import overpaid
from tests.scopes.rows import OF_ONE_OFFICE, SCOPED

pytestmark = pytest.mark.django_db

REGISTERED_BY = (kernel, enrollment, people, subsidies, recoveries, performance)
# Clerks of the own office stand behind the rows that are made elsewhere: they are on these pages.
OF_COLLEAGUES = ("pension:officers", "pension:coverage", "pension:audit")
# An address without a maker is named by the access walk itself.
EVERYTHING = [
    one
    for one in addresses()
    if not one.is_public
    and one.name not in (*OF_COLLEAGUES, "samples")
    and (one.name in MAKERS or not one.arguments)
]
FIRST_PAGE = "home"
BACKEND = "pension.middleware.officers.OfficerBackend"
QUERIES = ("", "?q=演示")
CHANCE = re.compile(r"\b(?:[0-9a-zA-Z]{64}|[0-9a-f]{32})\b")  # tokens of forms


def fill(home: Home) -> None:
    """Make everything that the walk can make for a home, and what waits in every state."""
    for make in dict.fromkeys(maker.make for maker in MAKERS.values() if maker.is_scoped):
        list(make(home))
    for scoped in SCOPED.values():
        scoped.make(home.group)
    for make_one in OF_ONE_OFFICE.values():
        make_one(home.group)
    for state in CaseState:
        case_in(state, code=home.group, round=2, due_date=date(2022, 1, 1))
    overpaid(code=home.group)
    ending = put_up(case_in(CaseState.STREET, code=home.group), is_over=False).notice
    PublicNotice.objects.filter(pk=ending.pk).update(ends_on=timezone.localdate())


def urls(home: Home) -> Iterator[str]:
    """The first page, different for each post, and the pages of which the post is the first."""
    (post,) = home.officer.posts
    for address in EVERYTHING:
        if address.name == FIRST_PAGE or post is first_holder(address):
            if address.arguments:
                made = MAKERS[address.name].make(home)
                yield from (address.url(attempt.arguments) for attempt in made)
            else:
                yield from (f"{address.url({})}{query}" for query in QUERIES)


def first_holder(address: Address) -> Post:
    """The first post that passes the rule of an address."""
    return next(post for post in Post if address.is_open_to(frozenset({post})))


def pages(client: Client, found: list[str]) -> dict[str, str]:
    """What the pages say, without what differs each time."""
    answers = {url: client.get(url) for url in found}
    return {
        url: CHANCE.sub("", answer.content.decode())
        for url, answer in answers.items()
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    }


@pytest.mark.parametrize("post", Post)
def test_neighbours_change_no_page(post: Post, client: Client) -> None:
    place(homes.GROUPS["530114"])
    rules(), rules_in_force()
    home, *_ = [homes.own(one) for one in (post, *Post)]  # every office of the district is there
    client.force_login(home.officer, backend=BACKEND)
    found = list(urls(home))
    before = pages(client, found)

    homes.two_districts()  # the neighbour's places are offered in no form
    fill(homes.strangers(post)[-1])

    after = pages(client, found)
    assert before
    assert [url for url in before if after.get(url) != before[url]] == []


def test_what_neighbours_do_stands_on_no_list_of_colleagues(client: Client) -> None:
    place(homes.GROUPS["530114"])
    home = homes.own(Post.SYSTEM)
    client.force_login(home.officer, backend=BACKEND)
    found = [reverse(name) for name in OF_COLLEAGUES]
    before = pages(client, found)

    homes.two_districts()
    far = homes.GROUPS[homes.OTHER_DISTRICT]
    for model in (Officer, AuditEntry):
        SCOPED[model].make(far)

    assert len(before) == len(OF_COLLEAGUES)
    assert pages(client, found) == before
