"""What was typed into a refused dialog waits among one's own drafts, and in nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from pension.models import Draft
from tests.factories.kernel import OfficerFactory
from tests.pension.security.accounts import browser

pytestmark = pytest.mark.django_db
DRAFT = reverse("pension:draft", args=["refused-dialog"])
PAGE = reverse("pension:sessions")
REFUSING = reverse("pension:session_end")


def send(client: Client, **fields: str) -> None:
    body = {"session": "gone", "csrfmiddlewaretoken": "x"} | fields
    client.post(REFUSING, body, headers={"Referer": f"http://testserver{PAGE}?q=1"})


def test_a_refused_dialog_is_kept_with_the_path_of_its_page() -> None:
    client = browser(OfficerFactory())

    send(client, dialog="dialog-account", note="演示说明")

    fields = client.get(DRAFT).json()["fields"]
    assert fields == {
        "session": ["gone"],
        "dialog": ["dialog-account"],
        "note": ["演示说明"],
        "page": [PAGE],
    }
    assert browser(OfficerFactory()).get(DRAFT).json() == {}


def test_the_next_refusal_replaces_the_one_before() -> None:
    client = browser(OfficerFactory())
    send(client, dialog="first")

    send(client, dialog="second")

    assert client.get(DRAFT).json()["fields"]["dialog"] == ["second"]
    client.delete(DRAFT)
    assert not Draft.objects.exists()


def test_what_is_no_dialog_or_is_taken_leaves_no_draft() -> None:
    client = browser(OfficerFactory())

    send(client)
    client.post(reverse("pension:session_end_others"), {"dialog": "dialog-account"})

    assert not Draft.objects.exists()
