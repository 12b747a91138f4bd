"""A first password serves some days only; then the system post, or a technician, gives another."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from pension.models import AuditEntry, DistrictSetting, Officer
from pension.queries.protection import first_password_expired
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory, holder
from tests.pension.security.accounts import PASSWORD, browser, with_password

pytestmark = pytest.mark.django_db
LOGIN = reverse("pension:login")


@pytest.fixture(autouse=True)
def seven_days(settings: Settings) -> None:
    settings.PENSION_FIRST_PASSWORD_DAYS = 7


def given(days_ago: int) -> Officer:
    officer = with_password()
    then = timezone.now() - timedelta(days=days_ago)
    Officer.objects.filter(pk=officer.pk).update(must_change_password=True, password_set_at=then)
    return officer


def sign_in(password: str = PASSWORD) -> tuple[Client, str]:
    client = Client()
    answer = client.post(LOGIN, {"username": "li", "password": password}, follow=True)
    return client, answer.content.decode()


def test_a_first_password_serves_seven_days_to_the_second() -> None:
    officer = OfficerFactory(must_change_password=True, password_set_at=NOON)

    assert not first_password_expired(officer, NOON + timedelta(days=7, seconds=-1))
    assert first_password_expired(officer, NOON + timedelta(days=7))


def test_a_password_of_ones_own_zero_days_and_a_demo_district_are_spared(
    settings: Settings,
) -> None:
    late = NOON + timedelta(days=8)
    officer = OfficerFactory(must_change_password=True, password_set_at=NOON)
    assert not first_password_expired(OfficerFactory(password_set_at=NOON), late)

    settings.PENSION_FIRST_PASSWORD_DAYS = 0
    assert not first_password_expired(officer, late)

    settings.PENSION_FIRST_PASSWORD_DAYS = 7
    DistrictSetting.objects.update(is_demo=True)
    assert not first_password_expired(officer, late)


def test_a_first_password_in_time_leads_to_the_page_that_changes_it() -> None:
    given(days_ago=6)

    client, page = sign_in()

    assert "请先改成自己的密码" in page
    assert client.get(reverse("home")).headers["Location"] == reverse("pension:password")


def test_an_expired_first_password_opens_nothing_and_names_the_cure() -> None:
    officer = given(days_ago=8)

    client, page = sign_in()

    assert "已经失效。请联系本区系统管理人员重置密码" in page
    assert client.get(reverse("home")).headers["Location"].startswith(LOGIN)
    assert AuditEntry.objects.get(action="初始密码过期").officer == officer


def test_whoever_does_not_know_it_is_not_told_that_it_expired() -> None:
    given(days_ago=8)

    _, page = sign_in("falsch")

    assert "登录名或密码不对" in page
    assert "失效" not in page


def test_a_reset_gives_another_seven_days_and_says_so() -> None:
    officer, client = given(days_ago=8), browser(holder(Post.SYSTEM))
    account = reverse("pension:officer", args=[officer.pk])
    assert "初始密码已失效" in client.get(account).content.decode()

    reset = reverse("pension:officer_access", args=[officer.pk, "reset"])
    page = client.post(reset, follow=True).content.decode()

    assert "只显示这一次，7 天内有效，本人首次登录须修改" in page
    assert "初始密码已失效" not in page
    _, opened = sign_in(page.partition("初始密码：")[2].partition("（")[0])
    assert "请先改成自己的密码" in opened


def test_the_password_shown_once_is_not_left_in_a_cookie() -> None:
    client = browser(holder(Post.SYSTEM))

    client.post(reverse("pension:officer_access", args=[given(days_ago=0).pk, "reset"]))

    assert set(client.cookies) <= {"session", "csrf"}


def test_without_a_limit_none_is_said(settings: Settings) -> None:
    settings.PENSION_FIRST_PASSWORD_DAYS = 0
    client = browser(holder(Post.SYSTEM))
    reset = reverse("pension:officer_access", args=[given(days_ago=8).pk, "reset"])

    page = client.post(reset, follow=True).content.decode()

    assert "只显示这一次，本人首次登录须修改" in page


def test_a_technician_resets_the_password_of_the_last_of_the_system_post(
    capsys: pytest.CaptureFixture[str],
) -> None:
    officer = given(days_ago=8)

    call_command("reset_password", "li")

    officer.refresh_from_db()
    password = capsys.readouterr().out.partition("初始密码：")[2].partition("（")[0]
    assert officer.check_password(password)
    assert not first_password_expired(officer, timezone.now())
    entry = AuditEntry.objects.get(action="重置密码")
    assert entry.officer is None
    assert password not in str(entry.detail)
    with pytest.raises(CommandError, match="没有登录名"):
        call_command("reset_password", "nobody")
