"""Requests that no page of ours sends: answered like a typing error, never by a fault."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pension.models import Draft
from pension.vocabulary.posts import Post
from tests.factories.kernel import OfficerFactory, holder
from tests.pension.security.accounts import browser

pytestmark = pytest.mark.django_db
LOGIN = reverse("pension:login")
DRAFT = reverse("pension:draft", args=["case-new"])
UPLOAD = reverse("pension:upload_new", args=["roster"])


def in_the_path() -> HttpResponse:
    return browser(OfficerFactory()).get("/drafts/a%00b/")


def in_the_query() -> HttpResponse:
    return browser(holder(Post.SYSTEM)).get("/officers/?q=%00")


def in_a_field() -> HttpResponse:
    return Client().post(LOGIN, {"username": "li\x00", "password": "x"})


def in_the_cookie_of_the_session() -> HttpResponse:
    return Client().get("/", headers={"Cookie": 'session="aaaaaaaaaaaaaaaa\\000"'})


def in_the_name_of_the_browser() -> HttpResponse:
    return Client().post(LOGIN, {"username": "li", "password": "x"}, HTTP_USER_AGENT="\x00")


@pytest.mark.parametrize(
    "ask",
    [
        in_the_path,
        in_the_query,
        in_a_field,
        in_the_cookie_of_the_session,
        in_the_name_of_the_browser,
    ],
    ids=lambda ask: ask.__name__,
)
def test_a_nul_is_a_request_that_makes_no_sense(ask: type) -> None:
    answer = ask()

    assert answer.status_code == 400
    assert "这个请求无法识别" in answer.content.decode()


def test_a_log_in_name_as_long_as_a_novel_is_refused_in_words() -> None:
    answer = Client().post(LOGIN, {"username": "x" * 5_000, "password": "x"})

    assert answer.status_code == 200
    assert "“登录名”最多 40 个字" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        (DRAFT, json.dumps({"fields": {"name": ["\x00"]}}), 413),
        (DRAFT, json.dumps({"fields": {"\ud800": [""]}}), 413),
        (DRAFT, json.dumps({"fields": {"x" * 60_000: []}}), 413),
        (DRAFT, "[" * 100_000, 400),
        (DRAFT, b"\xff\xfe", 400),
        (reverse("pension:draft", args=["x" * 121]), json.dumps({"fields": {}}), 413),
    ],
    ids=["nul", "half a character", "long name", "nested", "no text", "long key"],
)
def test_a_draft_that_no_form_of_ours_sends_is_not_kept(
    address: str, body: str | bytes, status: int
) -> None:
    answer = browser(OfficerFactory()).post(address, body, content_type="application/json")

    assert answer.status_code == status
    assert not Draft.objects.exists()


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_a_broken_form_with_a_file_is_a_request_that_makes_no_sense(kind: str) -> None:
    clerk = browser(holder(Post.COMMUNITY_ENTRY))

    answer = clerk.generic("POST", UPLOAD, b"--x\r\nbroken", content_type=kind)

    assert answer.status_code in (200, 400)


def test_more_fields_than_any_page_has_make_no_sense() -> None:
    clerk = browser(holder(Post.COMMUNITY_ENTRY))

    answer = clerk.post(UPLOAD, {f"field{number}": "" for number in range(5_001)})

    assert answer.status_code == 400


def test_a_draft_sent_like_a_form_is_refused() -> None:
    answer = browser(OfficerFactory()).post(DRAFT, {"fields": "x"})

    assert answer.status_code == 400
