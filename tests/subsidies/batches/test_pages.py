"""The pages of batches: whose rows, masked numbers, what comes next, and one effect per click."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pension.models import AuditEntry
from pension.vocabulary.posts import Post
from subsidies.models import BatchEvent
from subsidies.workflow.states import BatchState, RowState
from tests.factories.batches import (
    OTHER_GROUP,
    Crew,
    batch_in,
    due,
)
from tests.factories.kernel import holder
from tests.subsidies.batches.browsing import Browser, page, take

pytestmark = pytest.mark.django_db


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
    ("state", "times"),
    [(BatchState.VERIFIED, 1), (BatchState.RELEASED, 1), (BatchState.EXPORTED, 0)],
)
def test_a_page_looks_through_all_rows_at_most_once_and_only_where_a_step_asks(
    state: BatchState, times: int, as_officer: Browser
) -> None:
    due()
    crew = Crew()
    batch = batch_in(state, crew)
    browser = as_officer(crew.reconciler if state is BatchState.EXPORTED else crew.cashier)

    with CaptureQueriesContext(connection) as asked:
        page(browser, batch)

    looked = [query for query in asked if '"enrollment_bankaccount"' in query["sql"]]
    assert len(looked) == times


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


def test_the_page_does_not_claim_a_roster_before_it_is_written(as_officer: Browser) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)

    html = page(as_officer(crew.cashier), batch)

    assert "生成发放名册" in html
    assert "发放名册已生成" not in html
    assert "还没有文件" in html
