"""Too many log-ins of an address, too much heavy work of an officer: a page that says so."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from pension.middleware.limits import HEAVY, client_address
from pension.models import RateWindow
from pension.services.limits import Limit, spend
from pension.vocabulary.posts import Post
from tests.access.addresses import addresses
from tests.clock import NOON
from tests.factories.kernel import holder
from tests.pension.security.accounts import PASSWORD, browser, with_password

pytestmark = pytest.mark.django_db
LOGIN = reverse("pension:login")
EXPORT = reverse("enrollment:cases_export")
TWICE = Limit("twice", 2)


@pytest.fixture
def narrow(settings: Settings) -> Settings:
    settings.PENSION_SIGN_INS_PER_MINUTE = settings.PENSION_HEAVY_PER_MINUTE = 2
    return settings


def attempt(client: Client, address: str, name: str = "nobody") -> int:
    fields = {"username": name, "password": PASSWORD}
    return client.post(LOGIN, fields, REMOTE_ADDR=address).status_code


def test_a_minute_takes_as_many_as_the_limit_says() -> None:
    assert [spend(TWICE, "a", at=NOON) for _ in range(3)] == [True, True, False]
    assert spend(TWICE, "b", at=NOON)
    assert spend(TWICE, "a", at=NOON + timedelta(minutes=1))


def test_counts_of_earlier_minutes_are_not_kept() -> None:
    for minute in range(3):
        spend(TWICE, "a", at=NOON + timedelta(minutes=minute))

    assert RateWindow.objects.count() == 1


def test_the_third_log_in_of_an_address_waits_whatever_the_names(narrow: Settings) -> None:
    with_password("li")
    for name in ("one", "two"):
        assert attempt(Client(), "10.0.0.1", name) == 200

    assert attempt(Client(), "10.0.0.1", "li") == 429
    assert attempt(Client(), "10.0.0.2", "li") == 302


def test_the_page_says_what_to_do_and_when(narrow: Settings) -> None:
    client = Client()
    for _ in range(2):
        client.post(LOGIN)

    answer = client.post(LOGIN)

    assert "请等一分钟再登录" in answer.content.decode()
    assert answer.headers["Retry-After"] == "60"


def test_looking_at_the_form_costs_nothing(narrow: Settings) -> None:
    assert [Client().get(LOGIN).status_code for _ in range(4)] == [200] * 4


def test_heavy_work_is_counted_for_each_officer(narrow: Settings) -> None:
    clerk, colleague = holder(Post.MERGE), holder(Post.MERGE)
    client = browser(clerk)
    for token in "ab":
        assert client.post(EXPORT, {"token": token}).status_code != 429

    answer = client.post(EXPORT, {"token": "c"})

    assert answer.status_code == 429
    assert "导出" in answer.content.decode()
    assert browser(colleague).post(EXPORT, {"token": "d"}).status_code != 429


def test_decisions_are_not_held_up(narrow: Settings) -> None:
    client = browser(holder(Post.PREPARE))

    found = [client.post(reverse("subsidies:batch_step", args=[1, "x"])) for _ in range(4)]

    assert all(answer.status_code == 404 for answer in found)


def test_every_address_that_exports_uploads_or_prints_is_limited() -> None:
    words = ("export", "upload_new", "print", "sheet")
    heavy = [a.name for a in addresses() if any(word in a.name for word in words)]

    assert len(heavy) > 5
    assert [name for name in heavy if not HEAVY.search(name)] == []


@pytest.mark.parametrize(
    ("behind", "forwarded", "found"),
    [
        (True, "10.1.1.1", "10.1.1.1"),
        (True, "6.6.6.6, 10.1.1.1", "10.1.1.1"),  # the first was made up by the caller
        (True, "", "10.0.0.9"),
        (False, "6.6.6.6", "10.0.0.9"),
    ],
)
def test_the_address_is_the_one_that_our_proxy_saw(
    settings: Settings, behind: bool, forwarded: str, found: str
) -> None:
    settings.PENSION_BEHIND_PROXY = behind
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().post(LOGIN, headers=headers, REMOTE_ADDR="10.0.0.9")

    assert client_address(request) == found
