"""What was typed into a refused dialog waits among one's own drafts, and in nobody else's."""

import pytest
from django.urls import reverse

from pension.models import Draft, Officer
from pension.vocabulary.posts import Post
from tests.factories.kernel import holder
from tests.pension.security.accounts import browser

pytestmark = pytest.mark.django_db
DRAFT = reverse("pension:draft", args=["refused-dialog"])
PAGE = reverse("pension:sessions")


def keeper() -> Officer:
    return holder(Post.SYSTEM)


def send(officer: Officer, **fields: str) -> None:
    """Have somebody lock the own account, which is refused, from a dialog of another page."""
    address = reverse("pension:officer_access", args=[officer.pk, "lock"])
    body = {"csrfmiddlewaretoken": "x"} | fields
    browser(officer).post(address, body, headers={"Referer": f"http://testserver{PAGE}?q=1"})


def draft_of(officer: Officer) -> dict[str, object]:
    return browser(officer).get(DRAFT).json().get("fields", {})


def test_a_refused_dialog_is_kept_with_the_path_of_its_page() -> None:
    officer = keeper()

    send(officer, dialog="dialog-account", note="演示说明")

    assert draft_of(officer) == {
        "dialog": ["dialog-account"],
        "note": ["演示说明"],
        "page": [PAGE],
    }
    assert draft_of(keeper()) == {}


def test_the_next_refusal_replaces_the_one_before() -> None:
    officer = keeper()
    send(officer, dialog="first")

    send(officer, dialog="second")

    assert draft_of(officer)["dialog"] == ["second"]
    browser(officer).delete(DRAFT)
    assert not Draft.objects.exists()


def test_what_is_no_dialog_or_is_taken_leaves_no_draft() -> None:
    officer, colleague = keeper(), keeper()

    send(officer)
    taken = reverse("pension:officer_access", args=[colleague.pk, "lock"])
    browser(officer).post(taken, {"dialog": "dialog-account"})

    assert not Draft.objects.exists()
