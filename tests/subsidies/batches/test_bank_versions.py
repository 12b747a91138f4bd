"""Other columns of a bank make a new version; what was sent is read as it was sent."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from pension.vocabulary.posts import Post
from subsidies.exports.rosters import write_roster
from subsidies.models import BankFormat, TransferBatch
from subsidies.rules.bank_formats import CREDIT_BANK, FileColumn
from subsidies.services import bank_formats
from subsidies.workflow.states import BatchState, RowState
from tests.clock import NOON
from tests.factories.batches import Crew, bank, batch_in, due, send
from tests.factories.kernel import holder
from tests.factories.returns import answer
from tests.subsidies.batches.browsing import Browser, page

pytestmark = pytest.mark.django_db
CHANGED = replace(
    CREDIT_BANK,
    columns=((str(FileColumn.POSITION), "流水号"), (str(FileColumn.AMOUNT), "交易金额")),
    return_columns=tuple((key, f"{heading}（新）") for key, heading in CREDIT_BANK.return_columns),
    success_words=("交易完成",),
)


def roster(batch: TransferBatch) -> bytes:
    """The payment file of a batch as it is written now."""
    target = BytesIO()
    fresh = TransferBatch.objects.select_related("bank_format").get(pk=batch.pk)
    write_roster(fresh, target, lambda done, total: None)
    return target.getvalue()


def test_a_roster_that_was_sent_is_written_again_byte_for_byte() -> None:
    due()
    batch = batch_in(BatchState.EXPORTED)
    sent = roster(batch)

    bank_formats.keep(CHANGED, by=None, at=NOON)

    assert roster(batch) == sent


def test_a_roster_tells_nothing_of_the_moment_when_it_was_written() -> None:
    due()
    batch = batch_in(BatchState.EXPORTED)

    with ZipFile(BytesIO(roster(batch))) as archive:
        moments = {entry.date_time for entry in archive.infolist()}
        said = archive.read("docProps/core.xml").decode()

    assert moments == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(r"\d{4}-\d{2}-\d{2}", said) == ["1980-01-01", "1980-01-01"]


def test_an_answer_is_read_with_the_version_that_the_batch_was_sent_with() -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.EXPORTED, crew)
    bank_formats.keep(CHANGED, by=None, at=NOON)

    answer(batch, crew)

    assert batch.rows.get().state == RowState.PAID


def test_a_roster_is_written_in_the_version_that_is_current_when_it_is_asked_for() -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    changed = bank_formats.keep(CHANGED, by=None, at=NOON)

    send(batch, crew)

    batch.refresh_from_db()
    assert (batch.state, batch.bank_format) == (BatchState.EXPORTED, changed)


def test_versions_count_up_and_the_same_again_is_no_new_one() -> None:
    first = bank()

    again = bank_formats.keep(CREDIT_BANK, by=None, at=NOON)
    second = bank_formats.keep(CHANGED, by=None, at=NOON)
    back = bank_formats.keep(CREDIT_BANK, by=None, at=NOON)

    assert (again.pk, second.version, back.version) == (first.pk, 2, 3)
    assert list(BankFormat.objects.filter(is_current=True)) == [back]


def test_the_pages_name_the_version(as_officer: Browser) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.EXPORTED, crew)
    changed = bank_formats.keep(CHANGED, by=None, at=NOON)
    client = as_officer(holder(Post.PREPARE))

    shown = client.get(reverse("subsidies:bank", args=[changed.pk])).content.decode()

    assert "现行第 2 版" in shown
    assert "格式第 1 版" in page(client, batch)
    assert client.get(reverse("subsidies:bank", args=[batch.bank_format_id])).status_code == 404
