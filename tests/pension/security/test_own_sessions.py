"""An officer sees the own sessions and ends others, one by one or all; nobody else's."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pension.forms.sessions import ALL
from pension.models import AuditEntry, Officer
from pension.queries.sessions import LAST_SEEN, SIGNED_IN, SignedIn, open_sessions
from pension.vocabulary import browsers
from tests.factories.kernel import OfficerFactory
from tests.pension.security.accounts import PASSWORD, browser, with_password

pytestmark = pytest.mark.django_db
PAGE = reverse("pension:sessions")
HOME = reverse("home")
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0"
)
SAFARI = (
    "Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/16.0 Mobile/15E148 Safari/604.1"
)


def at_work(officer: Officer, address: str = "10.1.2.3", agent: str = EDGE) -> Client:
    client = browser(officer)
    client.get(HOME, REMOTE_ADDR=address, headers={"User-Agent": agent})
    return client


def session_of(client: Client, officer: Officer) -> SignedIn:
    found = open_sessions(officer.pk, timezone.now())
    return next(one for one in found if one.key == client.session.session_key)


def is_signed_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def end(client: Client, session: str, password: str = PASSWORD) -> str:
    """Send the form that ends sessions; gives the page that follows."""
    fields = {"session": session, "password": password}
    return client.post(PAGE, fields, follow=True).content.decode()


def test_the_page_tells_time_address_and_browser_and_which_is_this_one() -> None:
    officer = with_password()
    here = at_work(officer)
    elsewhere = at_work(officer, "10.9.9.9", SAFARI)

    page = here.get(PAGE).content.decode()

    for said in ("10.1.2.3", "Edge 120 · Windows", "10.9.9.9", "Safari 16 · 苹果手机或平板"):
        assert said in page
    assert session_of(elsewhere, officer).handle in page
    assert session_of(here, officer).handle not in page
    assert elsewhere.session.session_key not in page


def test_who_is_signed_in_once_has_nothing_to_end() -> None:
    page = at_work(with_password()).get(PAGE).content.decode()

    assert "现在登录着的" in page
    assert "退出其他登录" not in page


def test_the_address_and_the_time_are_those_of_the_log_in() -> None:
    officer = OfficerFactory()
    client = at_work(officer)
    session = client.session
    session[SIGNED_IN] -= 3600
    session[LAST_SEEN] -= 60
    session.save()

    client.get(HOME, REMOTE_ADDR="10.4.4.4", headers={"User-Agent": SAFARI})

    one = session_of(client, officer)
    assert (one.address, one.browser) == ("10.1.2.3", "Edge 120 · Windows")
    assert one.last_seen - one.since >= timedelta(hours=1)


def test_another_session_is_ended_by_itself_and_that_is_on_the_trail() -> None:
    officer = with_password()
    here, lost, kept = at_work(officer), at_work(officer, "10.9.9.9"), at_work(officer)

    page = end(here, session_of(lost, officer).handle)

    assert "已退出 1 处登录" in page
    assert [is_signed_in(client) for client in (here, lost, kept)] == [True, False, True]
    entry = AuditEntry.objects.get(action="退出其他登录")
    assert entry.officer == officer
    assert entry.detail["address"] == "10.9.9.9"


def test_all_others_are_ended_and_this_one_goes_on() -> None:
    officer, colleague = with_password(), at_work(OfficerFactory())
    here, first, second = at_work(officer), at_work(officer), at_work(officer)

    page = end(here, ALL)

    assert "已退出 2 处登录" in page
    assert [is_signed_in(client) for client in (here, first, second)] == [True, False, False]
    assert is_signed_in(colleague)
    assert AuditEntry.objects.filter(action="退出其他登录").count() == 2


def test_a_wrong_password_ends_nothing_and_counts_as_at_the_log_in() -> None:
    officer = with_password()
    here, lost = at_work(officer), at_work(officer)

    page = end(here, session_of(lost, officer).handle, "falsch")

    assert "密码不对，没有退出任何登录" in page
    assert is_signed_in(lost)
    assert AccessAttempt.objects.get().failures_since_start == 1
    assert not AuditEntry.objects.filter(action="退出其他登录").exists()


def test_neither_a_colleagues_session_nor_the_own_one_nor_a_lost_one_is_ended() -> None:
    officer, other = with_password(), OfficerFactory()
    here, second, theirs = at_work(officer), at_work(officer), at_work(other)
    handles = [session_of(theirs, other).handle, session_of(here, officer).handle, "gone", ""]

    for handle in handles:
        assert "已退出" not in end(here, handle)

    assert all(is_signed_in(client) for client in (here, second, theirs))
    assert not AuditEntry.objects.filter(action="退出其他登录").exists()


@pytest.mark.parametrize(
    ("name", "moved"),
    [(LAST_SEEN, timedelta(minutes=31)), (SIGNED_IN, timedelta(hours=12, minutes=1))],
)
def test_a_session_that_can_no_longer_be_used_is_not_listed(name: str, moved: timedelta) -> None:
    officer = OfficerFactory()
    client = at_work(officer)
    session = client.session
    session[name] -= int(moved.total_seconds())
    session.save()

    assert open_sessions(officer.pk, timezone.now()) == []


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Edge 120 · Windows"),
        (SAFARI, "Safari 16 · 苹果手机或平板"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox 128 · Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 6.1) Chrome/86.0 Safari/537.36 QIHU 360SE",
            "360 浏览器 · Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 12) Chrome/99.0 Mobile Safari/537.36", "Chrome 99 · 安卓"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 13_0) Chrome/99.0", "Chrome 99 · macOS"),
        ("curl/8.0", browsers.UNKNOWN),
        ("", browsers.UNKNOWN),
    ],
)
def test_browsers_are_named_in_words(agent: str, words: str) -> None:
    assert browsers.in_words(agent) == words
