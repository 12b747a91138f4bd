"""A community that doesn't log in verifies on paper, which the clerk of its street enters."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import BatchEvent, CommunityVerification, TransferBatch
from subsidies.services import batches
from subsidies.services.batches import PaperWord
from subsidies.workflow.states import BatchState
from tests.clock import NOON
from tests.factories.batches import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_GROUP,
    STREET,
    Crew,
    batch_in,
    due,
)
from tests.factories.kernel import holder, place
from tests.subsidies.batches.browsing import Browser, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Officer:
    """The clerk of the street."""
    return holder(Post.STREET_ENTRY, STREET)


@pytest.fixture
def batch() -> TransferBatch:
    """A batch that waits for the word of two communities."""
    due()
    due(code=OTHER_GROUP)
    return batch_in(BatchState.VERIFYING)


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("核实表.pdf", b"%PDF-1.7 demo")


def word(community: str = COMMUNITY, **changed: Any) -> PaperWord:
    said = {"signed_by": "演示主任", "signed_on": NOON.date(), "scan": scan()} | changed
    return PaperWord(place(community).pk, **said)


def test_the_paper_counts_as_the_word_of_its_community(
    batch: TransferBatch, clerk: Officer
) -> None:
    batches.verify_on_paper(batch.pk, word(), by=clerk, at=NOON)
    batch.refresh_from_db()
    between = batch.state
    batches.verify_on_paper(batch.pk, word(OTHER_COMMUNITY), by=clerk, at=NOON)

    batch.refresh_from_db()
    assert (between, batch.state) == (BatchState.VERIFYING, BatchState.VERIFIED)
    kept = CommunityVerification.objects.get(region=place(COMMUNITY))
    assert (kept.on_paper, kept.signed_by, kept.row_count) == (True, "演示主任", 1)
    assert kept.scan.read() == b"%PDF-1.7 demo"
    assert BatchEvent.objects.filter(record=batch, step="verify", on_paper=True).count() == 2


def test_paper_and_log_in_add_up(batch: TransferBatch, clerk: Officer) -> None:
    batches.verify(batch.pk, by=holder(Post.COMMUNITY_CONFIRM), at=NOON)

    with pytest.raises(CaseError, match="这个社区已经核实"):
        batches.verify_on_paper(batch.pk, word(), by=clerk, at=NOON)
    batches.verify_on_paper(batch.pk, word(OTHER_COMMUNITY), by=clerk, at=NOON)

    batch.refresh_from_db()
    assert batch.state == BatchState.VERIFIED


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"signed_by": " "}, "签字人"),
        ({"signed_on": NOON.date() + timedelta(days=1)}, "晚于今天"),
        ({"scan": None}, "扫描件"),
        ({"scan": SimpleUploadedFile("x.pdf", b"MZ")}, "不是 PDF、JPG 或 PNG"),
    ],
)
def test_a_paper_that_is_not_whole_is_refused(
    batch: TransferBatch, clerk: Officer, changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CaseError, match=sentence):
        batches.verify_on_paper(batch.pk, word(**changed), by=clerk, at=NOON)

    assert not CommunityVerification.objects.exists()


def test_only_the_street_enters_papers_and_only_while_communities_verify(clerk: Officer) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.VERIFYING, crew)

    with pytest.raises(CaseError, match="代录自纸质须由「街道经办」岗位办理"):
        batches.verify_on_paper(batch.pk, word(), by=crew.preparer, at=NOON)
    batches.verify(batch.pk, by=crew.community, at=NOON)
    with pytest.raises(CaseError, match="不能办理「社区核实」"):
        batches.verify_on_paper(batch.pk, word(), by=clerk, at=NOON)


def test_the_page_offers_what_is_left_and_shows_the_scan(
    batch: TransferBatch, clerk: Officer, as_officer: Browser
) -> None:
    client = as_officer(clerk)
    said = {"region": place(COMMUNITY).pk, "signed_by": "演示主任", "signed_on": date(2022, 10, 1)}

    offered = "代录自纸质…" in page(client, batch)
    url = reverse("subsidies:batch_paper_word", args=[batch.pk])
    client.post(url, said | {"scan": scan()})

    kept = CommunityVerification.objects.get()
    link = reverse("subsidies:paper_word_scan", args=[batch.pk, kept.pk])
    html = page(client, batch)
    assert offered
    assert link in html
    assert "代录自纸质：演示主任" in html
    assert b"".join(client.get(link).streaming_content) == b"%PDF-1.7 demo"


def test_a_form_without_a_scan_says_so(
    batch: TransferBatch, clerk: Officer, as_officer: Browser
) -> None:
    url = reverse("subsidies:batch_paper_word", args=[batch.pk])
    said = {"region": place(COMMUNITY).pk, "signed_by": "演示主任", "signed_on": "2022-10-01"}

    html = as_officer(clerk).post(url, said, follow=True).content.decode()

    assert "核实表扫描件" in html
    assert not CommunityVerification.objects.exists()
