"""An officer sees the own sessions and ends others, one by one or all; nobody else's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pension.models import AuditEntry, Officer
from pension.queries.sessions import LAST_SEEN, SIGNED_IN, SignedIn, open_sessions
from pension.vocabulary import browsers
from tests.factories.kernel import OfficerFactory
from tests.pension.security.accounts import browser

pytestmark = pytest.mark.django_db
PAGE = reverse("pension:sessions")
END, END_OTHERS = reverse("pension:session_end"), reverse("pension:session_end_others")
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


def test_the_page_tells_time_address_and_browser_and_which_is_this_one() -> None:
    officer = OfficerFactory()
    here = at_work(officer)
    elsewhere = at_work(officer, "10.9.9.9", SAFARI)

    page = here.get(PAGE).content.decode()

    assert page.count("退出这次登录") == page.count("本次") == 1
    for said in ("10.1.2.3", "Edge 120 · Windows", "10.9.9.9", "Safari 16 · 苹果手机或平板"):
        assert said in page
    assert session_of(elsewhere, officer).handle in page
    assert elsewhere.session.session_key not in page


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
    officer = OfficerFactory()
    here, lost, kept = at_work(officer), at_work(officer, "10.9.9.9"), at_work(officer)

    answer = here.post(END, {"session": session_of(lost, officer).handle}, follow=True)

    assert "那次登录已退出" in answer.content.decode()
    assert [is_signed_in(client) for client in (here, lost, kept)] == [True, False, True]
    entry = AuditEntry.objects.get(action="退出其他登录")
    assert entry.officer == officer
    assert entry.detail["address"] == "10.9.9.9"


def test_all_others_are_ended_and_this_one_goes_on() -> None:
    officer, colleague = OfficerFactory(), at_work(OfficerFactory())
    here, first, second = at_work(officer), at_work(officer), at_work(officer)

    page = here.post(END_OTHERS, follow=True).content.decode()

    assert "已退出其他 2 处登录" in page
    assert [is_signed_in(client) for client in (here, first, second)] == [True, False, False]
    assert is_signed_in(colleague)
    assert AuditEntry.objects.filter(action="退出其他登录").count() == 2
    assert "没有其他登录" in here.post(END_OTHERS, follow=True).content.decode()


def test_neither_a_colleagues_session_nor_the_own_one_nor_a_lost_one_is_ended() -> None:
    officer, other = OfficerFactory(), OfficerFactory()
    here, theirs = at_work(officer), at_work(other)
    handles = [session_of(theirs, other).handle, session_of(here, officer).handle, "gone", ""]

    for handle in handles:
        page = here.post(END, {"session": handle}, headers={"Referer": PAGE}, follow=True)
        assert "已经退出，不必再退" in page.content.decode()

    assert is_signed_in(here)
    assert is_signed_in(theirs)
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
