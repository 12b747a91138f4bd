"""Requests that another site makes a browser send: none gets through, none leads away."""

import pytest
from django.test import Client
from django.urls import reverse

from pension.vocabulary.posts import Post
from tests.access.addresses import Address, addresses
from tests.factories.kernel import OfficerFactory, holder
from tests.pension.security.accounts import BACKEND, PASSWORD, browser, with_password

pytestmark = pytest.mark.django_db
LOGIN = reverse("pension:login")
ELSEWHERE = ("https://evil.example/", "//evil.example/", r"/\evil.example/", "javascript:alert(1)")


@pytest.mark.parametrize("address", addresses(), ids=str)
def test_no_address_takes_a_form_without_the_token(address: Address) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(OfficerFactory(posts=[Post.PREPARE]), backend=BACKEND)

    answer = client.post(address.url(dict.fromkeys(address.arguments, 1)))

    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(client: Client, target: str) -> None:
    with_password()
    fields = {"username": "li", "password": PASSWORD, "next": target}

    answer = client.post(LOGIN, fields)

    assert answer.headers["Location"] == reverse("home")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_refusal_leads_to_no_other_site(target: str) -> None:
    keeper = holder(Post.SYSTEM)
    own_lock = reverse("pension:officer_access", args=[keeper.pk, "lock"])

    answer = browser(keeper).post(own_lock, {"next": target}, headers={"Referer": target})

    assert answer.headers["Location"] == "/"


def test_a_refusal_leads_back_to_the_page_of_this_site() -> None:
    keeper = holder(Post.SYSTEM)
    page = reverse("pension:officer", args=[keeper.pk])
    own_lock = reverse("pension:officer_access", args=[keeper.pk, "lock"])

    answer = browser(keeper).post(own_lock, {"next": page})

    assert answer.headers["Location"] == page
