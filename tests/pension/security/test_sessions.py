"""Sessions: a new key at the log-in, an end after idle time, a working day, a lock."""

from datetime import timedelta

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pension.queries.sessions import LAST_SEEN, SIGNED_IN
from pension.services import officers, sessions
from pension.tasks import sweep_sessions
from pension.vocabulary.posts import Post
from tests.factories.kernel import OfficerFactory, holder
from tests.pension.security.accounts import PASSWORD, browser, with_password

pytestmark = pytest.mark.django_db
LOGIN = reverse("pension:login")


def sign_in(client: Client) -> None:
    assert client.post(LOGIN, {"username": "li", "password": PASSWORD}).status_code == 302


def age(client: Client, name: str, moved: timedelta) -> None:
    session = client.session
    session[name] = int((timezone.now() - moved).timestamp())
    session.save()


def test_a_key_given_before_the_log_in_is_worth_nothing_after_it(client: Client) -> None:
    with_password()
    planted = SessionStore()
    planted["x"] = 1
    planted.create()
    client.cookies["session"] = planted.session_key

    sign_in(client)

    assert client.cookies["session"].value != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()


def test_signing_out_makes_the_key_worthless(client: Client) -> None:
    with_password()
    sign_in(client)
    key = client.cookies["session"].value

    answer = client.post(reverse("pension:logout"))

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["session"] = key
    assert client.get(reverse("home")).status_code == 302


def test_log_ins_and_wrong_passwords_stay_on_record(client: Client) -> None:
    with_password()
    client.post(LOGIN, {"username": "li", "password": "falsch"})
    sign_in(client)

    assert AccessFailureLog.objects.get().username == "li"
    assert AccessLog.objects.get().username == "li"


def test_a_link_does_not_sign_out(client: Client) -> None:
    with_password()
    sign_in(client)

    assert client.get(reverse("pension:logout")).status_code == 405
    assert client.get(reverse("home")).status_code == 200


def test_a_session_ends_after_a_working_day_however_busy_it_is() -> None:
    client = browser(OfficerFactory())
    client.get(reverse("home"))
    age(client, SIGNED_IN, timedelta(hours=11, minutes=59))
    assert client.get(reverse("home")).status_code == 200

    age(client, SIGNED_IN, timedelta(hours=12, minutes=1))

    assert client.get(reverse("home")).headers["Location"].startswith(LOGIN)
    assert "12 小时" in client.get(LOGIN).content.decode()


def test_being_busy_does_not_move_the_moment_of_the_log_in() -> None:
    client = browser(OfficerFactory())
    client.get(reverse("home"))
    age(client, SIGNED_IN, timedelta(hours=1))
    before = client.session[SIGNED_IN]
    age(client, LAST_SEEN, timedelta(minutes=5))

    client.get(reverse("home"))

    assert client.session[SIGNED_IN] == before


def test_a_lock_ends_every_session_for_good() -> None:
    officer, keeper = OfficerFactory(), holder(Post.SYSTEM)
    client, bystander = browser(officer), browser(OfficerFactory())

    officers.lock(officer.pk, by=keeper, at=timezone.now())
    officers.unlock(officer.pk, by=keeper, at=timezone.now())

    assert client.get(reverse("home")).status_code == 302
    assert bystander.get(reverse("home")).status_code == 200


def test_sessions_that_ran_out_are_swept() -> None:
    client, gone = browser(OfficerFactory()), browser(OfficerFactory())
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=past)

    assert sweep_sessions() == 1

    assert Session.objects.get().pk == client.session.session_key
    assert sessions.end_all(0, at=timezone.now()) == 0
