"""Whoever holds a guarded post reaches nothing with a password alone."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from pension.models import DistrictSetting, Officer
from pension.services import officers
from pension.vocabulary.posts import GUARDED_POSTS, Post
from tests.access.addresses import Address, addresses
from tests.factories.kernel import OfficerFactory, holder
from tests.pension.security.accounts import App, browser, enrolled, recovery_codes_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_second_factor")]
GATE = reverse("pension:second_factor")
NEW = reverse("pension:second_factor_new")
OPEN = {
    "pension:login",
    "pension:logout",
    "pension:health",
    "pension:second_factor",
    "pension:second_factor_new",
}


def show(client: Client, app: App) -> None:
    assert client.post(GATE, {"code": app.code()}).status_code == 302


@pytest.mark.parametrize("post", Post)
def test_the_code_is_asked_for_at_guarded_posts_only(post: Post) -> None:
    answer = browser(holder(post)).get(reverse("home"))

    assert (answer.status_code == 302) is (post in GUARDED_POSTS)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name",
    ["home", "pension:password", "pension:officers", "pension:jobs", "subsidies:batches"],
)
def test_no_page_opens_before_the_code(name: str, method: str) -> None:
    client = browser(holder(Post.CASHIER))

    answer = getattr(client, method)(reverse(name))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(GATE)


def test_no_step_of_a_batch_is_taken_before_the_code() -> None:
    step = reverse("subsidies:batch_step", args=[1, "release"])
    cashier = holder(Post.CASHIER)
    app, client = enrolled(cashier), browser(cashier)
    assert client.post(step).headers["Location"] == GATE

    show(client, app)

    assert client.post(step).status_code == 404  # reached: there is no such batch


def test_a_part_of_a_page_sends_the_whole_page_to_the_gate() -> None:
    answer = browser(holder(Post.CASHIER)).get(reverse("home"), headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == GATE


def test_signing_out_and_the_health_address_need_no_code() -> None:
    client = browser(holder(Post.CASHIER))

    assert client.get(reverse("pension:health")).status_code == 200
    assert client.post(reverse("pension:logout")).headers["Location"] == reverse("pension:login")


def test_the_code_opens_this_session_only_and_under_a_new_key() -> None:
    cashier = holder(Post.CASHIER)
    app, client, other = enrolled(cashier), browser(cashier), browser(cashier)
    key_before = client.session.session_key

    show(client, app)

    assert client.session.session_key != key_before
    assert client.get(reverse("home")).status_code == 200
    assert other.get(reverse("home")).status_code == 302


def test_a_code_leads_on_to_the_page_wanted_and_never_to_another_site() -> None:
    cashier = holder(Post.CASHIER)
    app = enrolled(cashier)
    wanted = browser(cashier).get(reverse("pension:jobs")).headers["Location"]

    answer = browser(cashier).post(wanted, {"code": app.code()})
    assert answer.headers["Location"] == reverse("pension:jobs")

    inspector = holder(Post.INSPECT)
    evil = f"{GATE}?next=https://evil.example/"
    answer = browser(inspector).post(evil, {"code": enrolled(inspector).code()})
    assert answer.headers["Location"] == reverse("home")


def test_setting_an_app_up_shows_key_picture_and_recovery_codes() -> None:
    client = browser(holder(Post.DIRECTOR))
    page = client.get(reverse("home"), follow=True)
    app = App(page.context["key"])
    assert page.redirect_chain[-1][0] == NEW
    assert "<svg" in page.content.decode()
    assert app.key in page.content.decode()

    answer = client.post(NEW, {"code": app.code()})

    assert len(answer.context["codes"]) == 8
    assert client.get(reverse("home")).status_code == 200


def test_a_wrong_first_code_sets_nothing_up() -> None:
    client = browser(holder(Post.DIRECTOR))
    key = client.get(NEW).context["key"]

    answer = client.post(NEW, {"code": "000000"})

    assert "动态口令不对" in answer.content.decode()
    assert answer.context["key"] == key
    assert client.get(reverse("home")).status_code == 302


def test_who_has_an_app_cannot_set_up_another_with_the_password_alone() -> None:
    cashier = holder(Post.CASHIER)
    enrolled(cashier)
    client = browser(cashier)

    assert client.get(NEW).headers["Location"] == GATE
    assert client.post(reverse("pension:recovery_codes_new")).headers["Location"] == GATE


def test_new_recovery_codes_ask_for_one_more_code() -> None:
    cashier, renew = holder(Post.CASHIER), reverse("pension:recovery_codes_new")
    codes = recovery_codes_of(cashier)
    client = browser(cashier)
    client.post(GATE, {"code": codes[0]})

    page = client.post(renew).content.decode()
    assert "动态口令" in page
    assert "还有 7 个恢复码" in page
    assert "动态口令不对" in client.post(renew, {"code": "000000"}).content.decode()

    assert len(client.post(renew, {"code": codes[1]}).context["codes"]) == 8


def test_a_reset_by_the_system_post_ends_sessions_and_asks_for_a_new_app() -> None:
    cashier = holder(Post.CASHIER)
    app, client = enrolled(cashier), browser(cashier)
    show(client, app)

    officers.reset_second_factor(cashier.pk, by=holder(Post.SYSTEM), at=timezone.now())

    assert client.get(reverse("home")).headers["Location"].startswith(reverse("pension:login"))
    fresh = browser(Officer.objects.get(pk=cashier.pk))
    assert fresh.get(GATE).headers["Location"] == NEW


def test_the_system_post_resets_an_app_on_the_page_of_the_account() -> None:
    keeper, cashier = holder(Post.SYSTEM), holder(Post.CASHIER)
    enrolled(cashier)
    client = browser(keeper)
    show(client, enrolled(keeper))
    account = reverse("pension:officer", args=[cashier.pk])
    assert "重置动态口令" in client.get(account).content.decode()

    client.post(reverse("pension:officer_access", args=[cashier.pk, "second-factor"]))

    page = client.get(account).content.decode()
    assert "动态口令已重置" in page
    assert "重置动态口令" not in page


def test_a_demo_district_is_spared_unless_the_setting_says_on(settings: Settings) -> None:
    client = browser(holder(Post.CASHIER))
    DistrictSetting.objects.update(is_demo=True)
    assert client.get(reverse("home")).status_code == 302

    settings.PENSION_SECOND_FACTOR = "auto"
    assert client.get(reverse("home")).status_code == 200

    DistrictSetting.objects.update(is_demo=False)
    assert client.get(reverse("home")).status_code == 302


def test_an_officer_without_an_office_is_no_demo(settings: Settings) -> None:
    settings.PENSION_SECOND_FACTOR = "auto"
    nowhere = OfficerFactory(office=None, posts=[Post.SYSTEM])

    assert browser(nowhere).get(reverse("home")).status_code == 302


@pytest.mark.parametrize("address", [a for a in addresses() if a.name not in OPEN], ids=str)
def test_every_address_stands_behind_the_gate(address: Address) -> None:
    url = address.url(dict.fromkeys(address.arguments, 1))

    answer = browser(holder(Post.CASHIER)).post(url)

    assert answer.status_code == 302
    assert answer.headers["Location"] == GATE
