"""What every answer carries, whatever it is, and what error pages keep to themselves."""

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from pension.vocabulary.posts import Post
from tests.factories.kernel import OfficerFactory, holder
from tests.pension.security import crashing_urls
from tests.pension.security.accounts import browser

pytestmark = pytest.mark.django_db
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def page() -> HttpResponse:
    return browser(OfficerFactory()).get(reverse("home"))


def part_of_a_page() -> HttpResponse:
    return browser(OfficerFactory()).get(reverse("home"), headers={"HX-Request": "true"})


def log_in() -> HttpResponse:
    return Client().get(reverse("pension:login"))


def redirect() -> HttpResponse:
    return Client().get(reverse("home"))


def forbidden() -> HttpResponse:
    return browser(holder(Post.CASHIER)).get(reverse("pension:officers"))


def missing() -> HttpResponse:
    return browser(OfficerFactory()).get("/nowhere/")


def without_token() -> HttpResponse:
    return Client(enforce_csrf_checks=True).post(reverse("pension:login"))


def workbook() -> HttpResponse:
    clerk = holder(Post.COMMUNITY_ENTRY)
    return browser(clerk).get(reverse("pension:upload_template", args=["roster"]))


ANSWERS = {
    page: 200,
    part_of_a_page: 200,
    log_in: 200,
    redirect: 302,
    forbidden: 403,
    missing: 404,
    without_token: 403,
    workbook: 200,
}


@pytest.mark.parametrize("ask", ANSWERS, ids=lambda ask: ask.__name__)
def test_every_answer_carries_the_headers(ask: type) -> None:
    answer = ask()

    assert answer.status_code == ANSWERS[ask]
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "no-store" in answer.headers["Cache-Control"]
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


@pytest.mark.parametrize("ask", ANSWERS, ids=lambda ask: ask.__name__)
def test_nothing_runs_or_loads_that_is_not_our_own_file(ask: type) -> None:
    policy = ask().headers["Content-Security-Policy"]
    said = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    assert said["default-src"] == "'none'"
    assert said["script-src"] == said["style-src"] == said["form-action"] == "'self'"
    assert said["frame-ancestors"] == said["base-uri"] == "'none'"
    assert "unsafe" not in policy
    assert not re.search(r"\*|https?:", policy)


def test_static_files_carry_the_headers_and_are_for_no_other_site(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "x.css").write_text("body {}", encoding="ascii")
    settings.STATIC_ROOT = tmp_path

    answer = Client().get("/static/x.css")

    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_fault_shows_neither_its_message_nor_its_place(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.pension.security.crashing_urls"
    client = browser(OfficerFactory())
    client.raise_request_exception = False

    answer = client.get("/crash/")
    said = answer.content.decode()

    assert answer.status_code == 500
    assert "系统出错" in said
    assert crashing_urls.SECRET not in said
    assert not re.search(r"Traceback|ValueError|\.py|Django", said)
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED


def test_a_missing_page_does_not_repeat_what_was_asked_for() -> None:
    said = browser(OfficerFactory()).get("/nowhere/<script>alert(1)</script>/").content.decode()

    assert "alert" not in said
    assert "nowhere" not in said


def test_a_request_for_a_strange_host_is_refused(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["yanglao.example"]

    answer = Client().get(reverse("pension:login"), headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_there_is_no_back_office_of_the_framework(settings: Settings) -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert browser(holder(Post.SYSTEM)).get("/admin/").status_code == 404
    assert browser(holder(Post.SYSTEM)).get("/admin/login/").status_code == 404
