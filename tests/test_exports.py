"""An export holds what its list shows: the same rows in the same order, for every filter.

Generated: a list is named once with the address of its page; the test chooses whatever the page
offers in its filters, turns all pages, presses the page's own export button and reads the file.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from urllib.parse import urlencode, urljoin

import pytest
from django.forms import Field
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from enrollment.workflow.states import CaseState
from pension.celery import app
from pension.models import Job, Officer
from pension.services import jobs
from pension.vocabulary.posts import Post
from subsidies.workflow.states import BatchState
from tests.access.addresses import addresses
from tests.factories.batches import OTHER_GROUP, Crew, batch_in, due
from tests.factories.enrollment import case_in
from tests.factories.kernel import holder
from tests.factories.recoveries import overpaid, proposed
from tests.factories.returns import answer

pytestmark = pytest.mark.django_db
MASKED = re.compile(r"\d{6}\*{8}[\dX]{4}")
EXPORT = re.compile(r'action="([^"]*/export/[^"]*)"')
SAMPLES = {"name": "演示", "year": "2021"}
MORE_THAN_A_PAGE = 53


@pytest.fixture(autouse=True, scope="module")
def _handlers() -> None:
    """Know every kind of job, as a worker does."""
    app.loader.import_default_modules()


@pytest.fixture(autouse=True, scope="module")
def _world(module_world: None) -> None:
    """What is due to more people than a page shows, for all lists."""
    for number in range(MORE_THAN_A_PAGE):
        due(100_000 + number)
    due(code=OTHER_GROUP)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be given out: its page, and who opens it."""

    page: str
    who: Officer


def cases() -> Listing:
    """The cases of a district, in several states."""
    for state in (CaseState.STREET, CaseState.SECOND_CHECK):
        case_in(state), case_in(state, code=OTHER_GROUP)
    who = holder(Post.SECOND_CHECK)
    return Listing(reverse("enrollment:cases"), who)


def calculations() -> Listing:
    """What was worked out, for more people than a page shows."""
    return Listing(reverse("subsidies:calculations"), holder(Post.PREPARE))


def entitlements() -> Listing:
    """What is due, to more people than a page shows."""
    page = f"{reverse('subsidies:entitlements')}?state=due"
    return Listing(page, holder(Post.PREPARE))


def batch_rows() -> Listing:
    """The rows of a batch that the bank has answered in part."""
    crew = Crew()
    batch = answer(batch_in(BatchState.EXPORTED, crew), crew, {1: "户名不符", 53: "账号有误"})
    page = reverse("subsidies:batch", args=[batch.pk])
    return Listing(page, crew.reconciler)


def arrears() -> Listing:
    """What the bank sent back."""
    crew = Crew()
    failures = dict.fromkeys(range(1, MORE_THAN_A_PAGE), "户名不符")
    answer(batch_in(BatchState.EXPORTED, crew), crew, failures)
    return Listing(reverse("subsidies:arrears"), crew.preparer)


def recoveries() -> Listing:
    """Recoveries from more people than a page shows."""
    for _ in range(MORE_THAN_A_PAGE):
        proposed(overpaid())
    page = reverse("subsidies:recoveries")
    return Listing(page, holder(Post.PREPARE))


# Each list by the address that gives it out.
LISTS: dict[Callable[[], Listing], str] = {
    cases: "enrollment:cases_export",
    calculations: "subsidies:export",
    entitlements: "subsidies:export",
    batch_rows: "subsidies:batch_rows_export",
    arrears: "subsidies:arrears_export",
    recoveries: "subsidies:recoveries_export",
}


@pytest.mark.parametrize("make", LISTS, ids=lambda make: make.__name__)
def test_an_export_has_the_rows_of_its_list_in_their_order(make: Callable[[], Listing]) -> None:
    listing = make()
    browser = Client()
    browser.force_login(listing.who)
    tried = 0

    for query in queries(browser, listing):
        shown, export = rows_shown(browser, listing, query)
        if export:
            assert rows_exported(browser, export) == shown, query
            tried += bool(shown)

    assert tried > 1


def test_every_address_that_exports_a_list_is_tried() -> None:
    exports = {address.name for address in addresses() if address.name.endswith("export")}

    assert exports == set(LISTS.values())


def queries(browser: Client, listing: Listing) -> Iterator[str]:
    """The list as it opens, and every choice that its filters offer."""
    yield ""
    form = browser.get(listing.page).context["filter"].form
    for name, field in form.fields.items():
        for value in _values(name, field):
            yield urlencode({name: value})


def rows_shown(browser: Client, listing: Listing, query: str) -> tuple[list[str], str]:
    """The masked identity numbers on all pages of a list, and where its export button leads."""
    mark = "&" if "?" in listing.page else "?"
    address = f"{listing.page}{mark}{query}"
    found: list[str] = []
    export = ""
    while address:
        page = browser.get(address)
        html = page.content.decode()
        body = html[html.find("data-rows") :]
        found += MASKED.findall(body)
        export = export or next(iter(EXPORT.findall(html)), "")
        following = page.context["page"].get("next_url")
        address = urljoin(address, following) if following else ""
    return found, export.replace("&amp;", "&")


def rows_exported(browser: Client, address: str) -> list[str]:
    """The masked identity numbers of the workbook that the button gives, from top to bottom."""
    browser.post(address, {"token": str(Job.objects.count())})
    job = Job.objects.latest("pk")
    jobs.run(job.pk, timezone.now)
    sheet = load_workbook(BytesIO(job.files.get().file.read())).worksheets[0]
    cells = chain.from_iterable(sheet.iter_rows(values_only=True))
    return [cell for cell in cells if isinstance(cell, str) and MASKED.fullmatch(cell)]


def _values(name: str, field: Field) -> list[str]:
    choices = [str(value) for value, _ in getattr(field, "choices", ()) if value]
    return choices or ([SAMPLES[name]] if name in SAMPLES else [])
