"""The lists of batches and arrears, the draft with its preview, the way through the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enrollment.models import BankAccount
from pension.models import AuditEntry, Job, JobFile, Upload
from pension.vocabulary.posts import Post
from subsidies.models import TransferBatch
from subsidies.services import batches
from subsidies.workflow.states import BatchState
from tests.clock import NOON
from tests.factories.batches import (
    OTHER_COMMUNITY,
    Crew,
    batch_in,
    draft,
    due,
    plan,
)
from tests.factories.enrollment import BankAccountFactory
from tests.factories.kernel import holder
from tests.factories.returns import answer, line, workbook
from tests.factories.uploads import run_jobs
from tests.subsidies.batches.browsing import Browser, page, take

pytestmark = pytest.mark.django_db


def test_what_would_go_in_is_shown_before_the_batch_is_drawn_up(as_officer: Browser) -> None:
    due(100_000)
    missing = due(has_account=False)
    asked = plan()
    client = as_officer(holder(Post.PREPARE))
    said = {
        "region": asked.scope.region.pk,
        "channel": "bank",
        "bank_format": asked.bank_format.pk,
        "kind": "",
        "year": 2022,
        "title": "",
    }

    html = client.get(reverse("subsidies:batch_new"), said).content.decode()
    assert "将编入 1 行，1,000.00 元" in html
    assert "没有已确认的收款账户" in html
    assert reverse("enrollment:person", args=[missing.person_id]) in html
    assert not TransferBatch.objects.exists()

    asked_for = client.post(reverse("subsidies:batch_new"), said).url
    run_jobs()
    batch = TransferBatch.objects.get()
    html = client.get(asked_for).content.decode()
    assert f"已编制批次 {batch.number}：1 行、1,000.00 元" in html
    assert reverse("subsidies:batch", args=[batch.pk]) in html

    asked_again = client.post(reverse("subsidies:batch_new"), said).url
    run_jobs()
    assert "都不能编入" in client.get(asked_again).content.decode()
    assert TransferBatch.objects.count() == 1


def test_a_bank_batch_without_a_bank_is_said_at_the_field(as_officer: Browser) -> None:
    asked = plan()
    client = as_officer(holder(Post.PREPARE))
    said = {"region": asked.scope.region.pk, "channel": "bank", "year": 2022}

    html = client.get(reverse("subsidies:batch_new"), said).content.decode()

    assert "打入个人银行账户的批次须选择代发银行" in html
    assert client.get(reverse("subsidies:batch_new"), {"region": "x"}).status_code == 200


def test_the_list_narrows_by_its_address_and_totals_what_it_shows(as_officer: Browser) -> None:
    due(100_000)
    crew = Crew()
    first = batch_in(BatchState.LOCKED, crew)
    due(50_000)
    second = draft(crew)
    client = as_officer(crew.director)
    url = reverse("subsidies:batches")

    whole = client.get(url).content.decode()
    locked = client.get(url, {"state": "locked"}).content.decode()

    assert "1,500.00" in whole
    assert first.number in locked
    assert second.number not in locked
    assert client.get(url, {"text": second.number}).content.decode().count(second.number) >= 1


def test_the_list_asks_the_database_as_often_for_many_batches_as_for_one(
    as_officer: Browser,
) -> None:
    crew = Crew()
    client = as_officer(crew.director)
    client.get(reverse("subsidies:batches"))
    asked = []
    for _ in range(2):
        for _ in range(3):
            due()
            draft(crew)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("subsidies:batches"))
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_rows_are_found_by_state_and_exported_as_shown_with_masked_numbers(
    as_officer: Browser,
) -> None:
    due()
    due()
    crew = Crew()
    batch = answer(batch_in(BatchState.EXPORTED, crew), crew, {1: "户名不符"})
    failed, paid = batch.rows.order_by("position")
    client = as_officer(crew.reconciler)

    html = page(client, batch, "?state=failed")
    assert failed.name in html
    assert paid.name not in html

    url = reverse("subsidies:batch_rows_export", args=[batch.pk]) + "?state=failed"
    client.post(url, {"token": "one"})
    client.post(url, {"token": "one"})
    run_jobs()

    job = Job.objects.get(kind="export_batch_rows")
    assert job.message == "已导出 1 行"
    assert AuditEntry.objects.filter(action__startswith="导出批次明细").count() == 1
    content = JobFile.objects.get(job=job).file.read()
    assert failed.account_number.encode() not in content


def test_failed_rows_stand_on_the_list_of_what_is_paid_again(as_officer: Browser) -> None:
    failed = due()
    crew = Crew()
    batch = answer(batch_in(BatchState.EXPORTED, crew), crew, {1: "户名不符"})
    client = as_officer(crew.preparer)
    url = reverse("subsidies:arrears")

    before = client.get(url).content.decode()
    batches.go(batch.pk, "reconcile", by=crew.reconciler, at=NOON)
    batches.close(batch.pk, by=crew.reconciler, at=NOON)
    after = client.get(url).content.decode()
    BankAccount.objects.filter(person=failed.person).update(ended_at=NOON)
    BankAccountFactory(person=failed.person)
    mended = client.get(url).content.decode()

    assert "原批次尚未关闭" in before
    assert "上次发放失败后账户未更正" in after
    assert "可编入下一批次" in mended
    assert "可编入下一批次" not in before + after
    page_of_person = reverse("enrollment:person", args=[failed.person_id])
    assert page_of_person in after
    assert page_of_person not in as_officer(crew.cashier).get(url).content.decode()
    assert batch.rows.get().account_number not in after
    client.post(reverse("subsidies:arrears_export"), {"token": "one"})
    run_jobs()
    assert Job.objects.get(kind="export_arrears").message == "已导出 1 行"


def test_another_community_sees_none_of_it(as_officer: Browser) -> None:
    due()
    crew = Crew()
    batch = answer(batch_in(BatchState.EXPORTED, crew), crew, {1: "户名不符"})
    stranger = as_officer(holder(Post.COMMUNITY_CONFIRM, OTHER_COMMUNITY))

    assert batch.rows.get().name not in stranger.get(reverse("subsidies:arrears")).content.decode()


def test_the_whole_way_from_roster_to_closing_in_the_browser(as_officer: Browser) -> None:
    due()
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    cashier, reconciler = as_officer(crew.cashier), as_officer(crew.reconciler)

    roster = reverse("subsidies:batch_roster", args=[batch.pk])
    cashier.post(roster)
    cashier.post(roster)
    run_jobs()
    batch.refresh_from_db()
    assert batch.export_name in page(cashier, batch)

    first, _ = batch.rows.order_by("position")
    new = reverse("pension:upload_new", args=["bank_return"])
    shown = reconciler.get(new, {"batch": batch.pk, "receipt": "回单7"}).content.decode()
    assert f"批次 {batch.number}，回单 回单7" in shown
    content = workbook([line(first, "失败", "账户已销户")])
    reconciler.post(
        f"{new}?batch={batch.pk}&receipt=回单7",
        {"file": SimpleUploadedFile("回盘.xlsx", content)},
    )
    run_jobs()
    upload = Upload.objects.get(kind="bank_return")
    reconciler.post(reverse("pension:upload_commit", args=[upload.pk]))
    run_jobs()
    rest = reverse("subsidies:batch_rest", args=[batch.pk])
    wrong = reconciler.post(rest, {"rows": 1, "amount": "999.99"}, follow=True).content.decode()
    assert "两者不符" in wrong
    reconciler.post(rest, {"rows": 1, "amount": "1,000.00"})
    take(reconciler, batch, "reconcile")
    html = take(reconciler, batch, "close")

    batch.refresh_from_db()
    assert batch.state == BatchState.CLOSED
    assert "批次已关闭" in html
    assert "差额 0.00" in html
