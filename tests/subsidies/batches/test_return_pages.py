"""What the reconciler reads before and after an answer is taken in, and the community's desk."""

import pytest
from django.urls import reverse

from pension.models import AuditEntry, Upload
from pension.vocabulary.details import in_words
from subsidies.rules.vocabulary import Channel
from subsidies.workflow.states import BatchState
from tests.factories.batches import Crew, batch_in, due
from tests.factories.returns import answer, answered, line
from tests.factories.uploads import handed_in
from tests.subsidies.batches.browsing import Browser, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew() -> Crew:
    """An officer at each desk."""
    return Crew()


def preview(as_officer: Browser, crew: Crew, upload: Upload) -> str:
    """The page of an upload."""
    url = reverse("pension:upload", args=[upload.pk])
    return as_officer(crew.reconciler).get(url).content.decode()


def test_the_preview_names_payee_yuan_and_the_banks_reason(crew: Crew, as_officer: Browser) -> None:
    due()
    batch = batch_in(BatchState.EXPORTED, crew)
    row = batch.rows.get()

    shown = preview(
        as_officer, crew, answered(batch, [line(row, "失败", "账户已销户")], crew.reconciler)
    )

    assert "账户已销户" in shown
    assert "金额（元）" in shown
    assert row.account_holder in shown


def test_a_file_that_is_no_answer_leads_back_to_its_batch(crew: Crew, as_officer: Browser) -> None:
    due()
    batch = batch_in(BatchState.EXPORTED, crew)
    said = {"batch": str(batch.pk), "receipt": "R-1"}

    shown = preview(
        as_officer, crew, handed_in("bank_return", b"no workbook", crew.reconciler, **said)
    )

    assert "换一个文件重新上传" in shown
    assert reverse("subsidies:batch", args=[batch.pk]) in shown


def test_the_history_counts_what_an_answer_brought(crew: Crew, as_officer: Browser) -> None:
    due()
    due()
    batch = answer(batch_in(BatchState.EXPORTED, crew), crew, {1: "账户已销户"})

    assert "成功 1 行，失败 1 行" in page(as_officer(crew.reconciler), batch)


@pytest.mark.parametrize(
    ("channel", "has_accounts"), [(Channel.BANK, True), (Channel.RESIDENT_ACCOUNT, False)]
)
def test_the_community_reads_accounts_where_a_bank_pays_into_them(
    channel: Channel, has_accounts: bool, crew: Crew, as_officer: Browser
) -> None:
    due(channel=channel)
    batch = batch_in(BatchState.VERIFYING, crew, channel)
    url = reverse("subsidies:batch_verification", args=[batch.pk])

    desk = as_officer(crew.community).get(url).content.decode()

    assert ("开户银行" in desk) == has_accounts
    assert ("户名和账号" in desk) == has_accounts


def test_the_trail_names_what_was_uploaded_in_words(crew: Crew) -> None:
    due()
    batch = batch_in(BatchState.EXPORTED, crew)

    answered(batch, [line(batch.rows.get())], crew.reconciler)

    said = in_words(AuditEntry.objects.get(action="上传文件").detail)
    assert "说明：银行回盘" in said
    assert "bank_return" not in said
