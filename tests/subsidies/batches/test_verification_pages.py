"""A community with more rows than a page: ticks and note outlive the turning of pages."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enrollment.views.ticking import ROWS
from pension.models import AuditEntry
from subsidies.models import BatchRow, TransferBatch
from subsidies.workflow.states import BatchState, RowState
from tests.factories.batches import OTHER_GROUP, Crew, batch_in, due
from tests.subsidies.batches.browsing import Browser

pytestmark = pytest.mark.django_db
CREW_ROWS = ROWS + 2


@pytest.fixture(scope="module")
def crew(module_world: None) -> Crew:
    """The officers of the batch."""
    return Crew()


@pytest.fixture(scope="module")
def made(crew: Crew) -> int:
    """A batch that waits for the community, with some rows more than a page, and one elsewhere."""
    for _ in range(CREW_ROWS):
        due()
    due(code=OTHER_GROUP)
    return batch_in(BatchState.VERIFYING, crew).pk


@pytest.fixture
def batch(made: int) -> TransferBatch:
    """The batch as it stands in the database."""
    return TransferBatch.objects.get(pk=made)


@pytest.fixture
def rows(batch: TransferBatch, crew: Crew) -> list[BatchRow]:
    """The rows of the community."""
    return list(batch.rows.filter(region=crew.community.office.region).order_by("position"))


def turn(browser: Client, batch: TransferBatch, page: int, *ticked: BatchRow) -> str:
    """Turn to a page with some rows ticked and a note typed."""
    sent = {"turn": page, "note": "户名写错", "rows": [row.pk for row in ticked]}
    return text_of(browser.post(address(batch), sent))


def address(batch: TransferBatch) -> str:
    return reverse("subsidies:batch_verification", args=[batch.pk])


def text_of(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def hidden(html: str) -> list[str]:
    """The ticks of other pages, as the form sends them on."""
    return re.findall(r'type="hidden" name="rows" value="(\d+)"', html)


def test_a_page_shows_a_hundred_rows_and_leads_to_the_rest(
    batch: TransferBatch, rows: list[BatchRow], crew: Crew, as_officer: Browser
) -> None:
    browser = as_officer(crew.community)

    first = text_of(browser.get(address(batch)))
    second = turn(browser, batch, 2)

    assert first.count('type="checkbox" name="rows"') == ROWS
    assert f"第 1–{ROWS} 行，共 {CREW_ROWS} 行" in first
    assert rows[-1].account_number not in first
    assert rows[-1].account_number in second
    assert f"本社区 {CREW_ROWS} 行信息无误" in second


def test_every_page_that_is_opened_leaves_its_own_trace(
    batch: TransferBatch, rows: list[BatchRow], crew: Crew, as_officer: Browser
) -> None:
    browser = as_officer(crew.community)

    browser.get(address(batch))
    turn(browser, batch, 2)

    entries = AuditEntry.objects.filter(action="打开完整账号（社区核实）").order_by("pk")
    seen = [(entry.detail["page"], entry.detail["rows"]) for entry in entries]
    assert seen == [(1, ROWS), (2, CREW_ROWS - ROWS)]


def test_ticks_and_note_are_kept_while_pages_are_turned(
    batch: TransferBatch, rows: list[BatchRow], crew: Crew, as_officer: Browser
) -> None:
    browser = as_officer(crew.community)

    second = turn(browser, batch, 2, rows[0])
    first = turn(browser, batch, 1, rows[0], rows[-1])

    assert hidden(second) == [str(rows[0].pk)]
    assert 'value="户名写错"' in second
    assert hidden(first) == [str(rows[-1].pk)]
    assert re.search(f'type="checkbox" name="rows" value="{rows[0].pk}"[^>]* checked', first)
    assert not batch.rows.filter(state=RowState.DROPPED).exists()


def test_what_is_ticked_on_several_pages_leaves_the_batch_together(
    batch: TransferBatch, rows: list[BatchRow], crew: Crew, as_officer: Browser
) -> None:
    browser = as_officer(crew.community)
    second = turn(browser, batch, 2, rows[0])

    flag = reverse("subsidies:batch_rows", args=[batch.pk, "flag"])
    browser.post(flag, {"rows": [*hidden(second), rows[-1].pk], "note": "户名写错"})

    dropped = batch.rows.filter(state=RowState.DROPPED).order_by("position")
    assert list(dropped) == [rows[0], rows[-1]]


def test_a_row_of_another_community_is_not_kept(
    batch: TransferBatch, rows: list[BatchRow], crew: Crew, as_officer: Browser
) -> None:
    foreign = batch.rows.exclude(pk__in=[row.pk for row in rows]).get()

    html = turn(as_officer(crew.community), batch, 2, foreign)

    assert hidden(html) == []


def test_a_page_reads_no_more_rows_than_it_shows(
    batch: TransferBatch, rows: list[BatchRow], crew: Crew, as_officer: Browser
) -> None:
    browser = as_officer(crew.community)

    with CaptureQueriesContext(connection) as asked:
        turn(browser, batch, 2)

    joined = [query["sql"] for query in asked if "account_number" in query["sql"]]
    assert all("LIMIT" in sql for sql in joined)
    assert joined
