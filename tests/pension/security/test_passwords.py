"""Passwords age, the last ones are not taken again, and a new one ends other sessions."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from pension.models import DistrictSetting, Officer, OldPassword
from pension.queries.protection import password_is_old, shut_out_until
from pension.services import officers
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory, holder
from tests.pension.security.accounts import PASSWORD, browser, with_password

pytestmark = pytest.mark.django_db
PAGE = reverse("pension:password")
NEXT = "Neues-Wort-77"


@pytest.fixture(autouse=True)
def ninety_days(settings: Settings) -> None:
    settings.PENSION_PASSWORD_DAYS = 90


def set_at(officer: Officer, days_ago: int) -> None:
    then = timezone.now() - timedelta(days=days_ago)
    Officer.objects.filter(pk=officer.pk).update(password_set_at=then)


def change(client: Client, old: str, new: str) -> str:
    fields = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(PAGE, fields, follow=True).content.decode()


def test_on_the_ninetieth_day_a_password_is_old() -> None:
    officer = OfficerFactory(password_set_at=NOON)

    assert not password_is_old(officer, NOON + timedelta(days=90, seconds=-1))
    assert password_is_old(officer, NOON + timedelta(days=90))


def test_a_password_of_unknown_age_is_old() -> None:
    assert password_is_old(OfficerFactory(password_set_at=None), NOON)


def test_zero_days_and_a_demo_district_let_passwords_be(settings: Settings) -> None:
    officer = OfficerFactory(password_set_at=None)
    settings.PENSION_PASSWORD_DAYS = 0
    assert not password_is_old(officer, NOON)

    settings.PENSION_PASSWORD_DAYS = 90
    DistrictSetting.objects.update(is_demo=True)
    assert not password_is_old(officer, NOON)


def test_an_old_password_is_changed_before_anything_else() -> None:
    officer = with_password()
    set_at(officer, days_ago=91)
    client = browser(officer)
    assert client.get(reverse("home")).headers["Location"] == PAGE
    assert client.post(reverse("subsidies:batch_new")).headers["Location"] == PAGE
    assert "规定期限" in client.get(PAGE).content.decode()

    assert "密码已修改" in change(client, PASSWORD, NEXT)

    assert client.get(reverse("home")).status_code == 200


def test_none_of_the_last_five_passwords_is_taken_again() -> None:
    officer = with_password()
    set_at(officer, days_ago=0)
    client = browser(officer)
    words = [PASSWORD, *(f"Wort-Nummer-{number}" for number in range(1, 6))]
    for old, new in zip(words, words[1:5]):
        assert "密码已修改" in change(client, old, new)

    for used in words[:5]:
        assert "最近 5 次" in change(client, words[4], used)

    assert "密码已修改" in change(client, words[4], words[5])
    assert "密码已修改" in change(client, words[5], words[0])


def test_passwords_of_others_do_not_count() -> None:
    officer = with_password()
    set_at(officer, days_ago=0)
    OldPassword.objects.create(
        officer=OfficerFactory(), password=make_password(NEXT), replaced_at=NOON
    )

    assert "密码已修改" in change(browser(officer), PASSWORD, NEXT)


def test_a_wrong_old_password_changes_nothing_and_counts_as_at_the_log_in() -> None:
    officer = with_password()
    set_at(officer, days_ago=0)
    client = browser(officer)

    assert "旧密码不对" in change(client, "falsch", NEXT)
    for _ in range(4):
        change(client, "falsch", NEXT)

    assert shut_out_until(officer, timezone.now()) is not None
    assert "密码已修改" not in change(client, PASSWORD, NEXT)
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one() -> None:
    officer = with_password()
    set_at(officer, days_ago=0)
    here, elsewhere = browser(officer), browser(officer)
    key_before = here.session.session_key

    change(here, PASSWORD, NEXT)

    assert here.get(reverse("home")).status_code == 200
    assert here.session.session_key != key_before
    assert elsewhere.get(reverse("home")).status_code == 302


def test_a_reset_password_ends_every_session() -> None:
    officer = with_password()
    set_at(officer, days_ago=0)
    client = browser(officer)

    officers.reset_password(officer.pk, by=holder(Post.SYSTEM), at=timezone.now())

    assert client.get(reverse("home")).headers["Location"].startswith(reverse("pension:login"))


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("Kunming-77-xyz", "容易猜到"),
        ("Kurz-1", "10"),
        ("nurkleinebuchstaben", "三种"),
        ("li-Li-li-123", "登录名"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(word: str, reason: str) -> None:
    officer = OfficerFactory(username="li-li-li-123", password=make_password(PASSWORD))
    set_at(officer, days_ago=0)

    assert reason in change(browser(officer), PASSWORD, word)
