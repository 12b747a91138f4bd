"""The pages of batches: whose rows, masked numbers, what comes next, and one effect per click."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pension.models import AuditEntry, Job, JobFile, Officer, Upload
from pension.vocabulary.posts import Post
from subsidies.models import BatchEvent, TransferBatch
from subsidies.services import batches
from subsidies.workflow.states import BatchState, RowState
from tests.clock import NOON
from tests.factories.batches import (
    OTHER_COMMUNITY,
    OTHER_GROUP,
    Crew,
    batch_in,
    draft,
    due,
    plan,
)
from tests.factories.kernel import holder
from tests.factories.returns import answer, line, workbook
from tests.factories.uploads import run_jobs

pytestmark = pytest.mark.django_db
Browser = Callable[[Officer], Client]


@pytest.fixture
def as_officer() -> Browser:
    """A browser in which an officer has signed in."""

    def sign_in(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def page(client: Client, batch: TransferBatch, query: str = "") -> str:
    """The page of a batch."""
    answer = client.get(reverse("subsidies:batch", args=[batch.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def take(client: Client, batch: TransferBatch, step: str, **said: str) -> str:
    """Press the button of a step; gives the page that follows."""
    url = reverse("subsidies:batch_step", args=[batch.pk, step])
    return client.post(url, said, follow=True).content.decode()


def test_the_page_names_the_batch_masks_numbers_and_says_who_is_next(as_officer: Browser) -> None:
    due(184_360_000)
    crew = Crew()
    batch = batch_in(BatchState.LOCKED, crew)
    row = batch.rows.get()

    html = page(as_officer(crew.director), batch)

    assert f"{batch.number} {batch.title}" in html
    assert "大写：壹佰捌拾肆万叁仟陆佰元整" in html
    assert row.masked_identity in html
    assert row.masked_account in html
    assert row.identity_number not in html
    assert row.account_number not in html
    assert "等待「稽核」岗位办理" in html


@pytest.mark.parametrize(
    ("post", "code"),
    [(Post.RESOURCES, None), (Post.POLICE, None), (Post.COMMUNITY_CONFIRM, "530114006001")],
)
def test_who_has_nothing_to_do_with_a_batch_gets_no_page(
    post: Post, code: str | None, as_officer: Browser
) -> None:
    due()
    batch = batch_in(BatchState.VERIFYING)
    client = as_officer(holder(post, code))

    urls = [
        reverse("subsidies:batch", args=[batch.pk]),
        reverse("subsidies:batch_step", args=[batch.pk, "verify"]),
    ]

    assert client.get(urls[0]).status_code == 404
    assert client.post(urls[1]).status_code == 404


def test_a_community_sees_its_own_rows_and_sums_only(as_officer: Browser) -> None:
    due(100_000)
    due(999_900, code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(BatchState.VERIFYING, crew)
    own, foreign = batch.rows.order_by("amount_fen")

    html = page(as_officer(crew.community), batch)

    assert own.name in html
    assert foreign.name not in html
    assert "9,999.00" not in html
    listed = as_officer(crew.community).get(reverse("subsidies:batches")).content.decode()
    assert "1,000.00" in listed
    assert "10,999.00" not in listed


def test_the_community_desk_sees_numbers_whole_and_that_leaves_a_trace(
    as_officer: Browser,
) -> None:
    due()
    due(code=OTHER_GROUP)
    crew = Crew()
    batch = batch_in(BatchState.VERIFYING, crew)
    own = batch.rows.get(region=crew.community.office.region)
    other = batch.rows.exclude(pk=own.pk).get()
    url = reverse("subsidies:batch_verification", args=[batch.pk])

    html = as_officer(crew.community).get(url).content.decode()

    assert own.account_number in html
    assert other.account_number not in html
    entry = AuditEntry.objects.get(action="打开完整账号（社区核实）")
    assert (entry.officer, entry.detail["rows"]) == (crew.community, 1)
    assert as_officer(crew.preparer).get(url).status_code == 403


def test_a_community_marks_a_row_and_verifies_the_rest_in_the_browser(as_officer: Browser) -> None:
    due()
    due()
    crew = Crew()
    batch = batch_in(BatchState.VERIFYING, crew)
    wrong, right = batch.rows.order_by("position")
    client = as_officer(crew.community)

    flag = reverse("subsidies:batch_rows", args=[batch.pk, "flag"])
    client.post(flag, {"rows": [wrong.pk], "note": "户名写错"})
    html = take(client, batch, "verify")

    batch.refresh_from_db()
    wrong.refresh_from_db()
    assert batch.state == BatchState.VERIFIED
    assert (wrong.state, "户名写错" in wrong.outcome_note) == (RowState.DROPPED, True)
    assert right.name in html


def test_a_button_that_cannot_be_pressed_says_why_and_pressing_it_says_the_same(
    as_officer: Browser,
) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.LOCKED, crew)
    batch.rows.update(amount_fen=5)
    client = as_officer(crew.inspector)

    assert "行内容与锁定时的校验值不符" in page(client, batch)
    assert "行内容与锁定时的校验值不符" in take(client, batch, "inspect")
    batch.refresh_from_db()
    assert batch.state == BatchState.LOCKED


def test_a_second_click_tells_where_the_batch_is_and_does_nothing(as_officer: Browser) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.LOCKED, crew)
    client = as_officer(crew.inspector)

    take(client, batch, "inspect")
    html = take(client, batch, "inspect")

    assert "不能办理「稽核通过」" in html
    assert BatchEvent.objects.filter(record=batch, step="inspect").count() == 1


def test_a_batch_is_sent_back_with_its_reason(as_officer: Browser) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.LOCKED, crew)

    html = take(as_officer(crew.inspector), batch, "send_back_inspection", reason="金额存疑")

    batch.refresh_from_db()
    assert (batch.state, batch.round) == (BatchState.DRAFT, 2)
    assert "金额存疑" in html
    assert "曾退回编制" in html


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

    client.post(reverse("subsidies:batch_new"), said)
    again = client.post(reverse("subsidies:batch_new"), said, follow=True).content.decode()

    assert TransferBatch.objects.get().rows.count() == 1
    assert "没有可以编入" in again or "账户都不能付款" in again


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

    assert "原批次尚未关闭" in before
    assert "可编入下一批次" in after
    assert reverse("enrollment:person", args=[failed.person_id]) in after
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
