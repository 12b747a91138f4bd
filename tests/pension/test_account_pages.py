"""Signing in, idle time-out, first password, lock-out, drafts, jobs of one's own office."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pension.models import AuditEntry, Draft, Officer
from pension.queries import protection
from pension.queries.sessions import LAST_SEEN
from pension.services import jobs
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.jobs import TRIAL
from tests.factories.kernel import OfficerFactory, holder

pytestmark = pytest.mark.django_db
PASSWORD = "Abcdef-12345"


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer, backend="pension.middleware.officers.OfficerBackend")
    return client


def test_an_officer_signs_in_and_finds_the_first_page(client: Client) -> None:
    OfficerFactory(username="li", password=make_password(PASSWORD), posts=[Post.MERGE])

    answer = client.post(reverse("pension:login"), {"username": "li", "password": PASSWORD})

    assert answer.status_code == 302
    assert "我的待办" in client.get(answer.headers["Location"]).content.decode()


def test_the_fifth_wrong_password_locks_even_the_right_one_out(client: Client) -> None:
    OfficerFactory(username="li", password=make_password(PASSWORD))
    for _ in range(5):
        client.post(reverse("pension:login"), {"username": "li", "password": "falsch"})

    answer = client.post(reverse("pension:login"), {"username": "li", "password": PASSWORD})

    assert answer.status_code == 429


def test_the_system_post_sees_who_mistyped_too_often_and_lets_them_in(client: Client) -> None:
    officer = OfficerFactory(username="li", password=make_password(PASSWORD))
    wrong, right = ({"username": "li", "password": one} for one in ("falsch", PASSWORD))
    for _ in range(5):
        client.post(reverse("pension:login"), wrong)
    keeper = signed_in(holder(Post.SYSTEM))
    page = reverse("pension:officer", args=[officer.pk])
    shut_out = keeper.get(page).content.decode()

    keeper.post(reverse("pension:officer_access", args=[officer.pk, "unlock"]))

    assert "输错密码被锁定" in shut_out
    assert "解除锁定" in shut_out
    assert "输错密码被锁定" not in keeper.get(page).content.decode()
    assert client.post(reverse("pension:login"), right).status_code == 302
    assert AuditEntry.objects.filter(action="解除锁定", subject_id=str(officer.pk)).exists()


def test_the_list_shows_whom_wrong_passwords_keep_out_and_them_alone(client: Client) -> None:
    OfficerFactory(username="li", name="演示李", password=make_password(PASSWORD))
    OfficerFactory(username="wang", name="演示王", is_active=False)
    OfficerFactory(username="zhao", name="演示赵")
    for _ in range(5):
        client.post(reverse("pension:login"), {"username": "li", "password": "falsch"})
    keeper = signed_in(holder(Post.SYSTEM))
    address = reverse("pension:officers")

    everybody = keeper.get(address).content.decode()
    locked = keeper.get(address, {"locked": ""}).content.decode()

    assert "输错密码被锁定" in everybody
    assert "只看被锁定的（2 人）" in everybody
    assert "演示李" in locked
    assert "演示王" in locked
    assert "演示赵" not in locked


def test_four_wrong_passwords_or_old_ones_keep_nobody_out(client: Client) -> None:
    officer = OfficerFactory(username="li", password=make_password(PASSWORD))
    for _ in range(4):
        client.post(reverse("pension:login"), {"username": "li", "password": "falsch"})
    four = protection.shut_out_until(officer, timezone.now())
    client.post(reverse("pension:login"), {"username": "li", "password": "falsch"})
    end = protection.shut_out_until(officer, timezone.now())

    assert four is None
    assert end is not None
    assert protection.shut_out_until(officer, end + timedelta(seconds=1)) is None


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("home"))

    assert answer.headers["Location"].startswith(reverse("pension:login"))


def test_an_idle_session_ends_and_a_busy_one_goes_on() -> None:
    client = signed_in(OfficerFactory())
    session = client.session
    session[LAST_SEEN] = int((timezone.now() - timedelta(minutes=29)).timestamp())
    session.save()
    assert client.get(reverse("home")).status_code == 200

    session = client.session
    session[LAST_SEEN] = int((timezone.now() - timedelta(minutes=31)).timestamp())
    session.save()

    assert client.get(reverse("home")).headers["Location"].startswith(reverse("pension:login"))
    assert client.get(reverse("home")).status_code == 302


def test_a_first_password_is_changed_before_anything_else() -> None:
    officer = OfficerFactory(must_change_password=True, password=make_password(PASSWORD))
    client = signed_in(officer)
    assert client.get(reverse("home")).headers["Location"] == reverse("pension:password")

    fields = {
        "old_password": PASSWORD,
        "new_password1": "Neues-Wort-77",
        "new_password2": "Neues-Wort-77",
    }
    client.post(reverse("pension:password"), fields)

    assert client.get(reverse("home")).status_code == 200


def test_a_weak_password_is_refused() -> None:
    client = signed_in(OfficerFactory(password=make_password(PASSWORD)))
    fields = {"old_password": PASSWORD, "new_password1": "aaaaaaaaaaaa"}

    answer = client.post(reverse("pension:password"), fields | {"new_password2": "aaaaaaaaaaaa"})

    assert "三种" in answer.content.decode()


def test_a_draft_is_kept_per_officer_and_thrown_away() -> None:
    officer = OfficerFactory()
    client, address = signed_in(officer), reverse("pension:draft", args=["case-new"])
    fields = {"fields": {"name": ["演示某人"]}}

    client.post(address, fields, content_type="application/json")

    assert client.get(address).json()["fields"] == {"name": ["演示某人"]}
    assert signed_in(OfficerFactory()).get(address).json() == {}
    client.delete(address)
    assert not Draft.objects.exists()


def test_a_draft_that_is_no_form_is_refused() -> None:
    client, address = signed_in(OfficerFactory()), reverse("pension:draft", args=["x"])

    assert client.post(address, "[1]", content_type="application/json").status_code == 400
    wrong = {"fields": "text"}
    assert client.post(address, wrong, content_type="application/json").status_code == 400
    assert client.post(address, "kaputt", content_type="application/json").status_code == 400


def test_a_job_of_another_office_is_not_there() -> None:
    owner = holder(Post.COMMUNITY_ENTRY)
    job = jobs.enqueue(TRIAL, key="k", title="导出", by=owner, at=NOON)
    address = reverse("pension:job", args=[job.pk])

    assert signed_in(owner).get(address).status_code == 200
    assert signed_in(OfficerFactory()).get(address).status_code == 404


def test_only_the_system_post_sees_accounts() -> None:
    address = reverse("pension:officers")

    assert signed_in(holder(Post.SYSTEM)).get(address).status_code == 200
    assert signed_in(holder(Post.CASHIER)).get(address).status_code == 403


def test_the_system_post_opens_an_account_and_reads_the_password_once() -> None:
    keeper = holder(Post.SYSTEM)
    client = signed_in(keeper)
    fields = {"username": "neu", "name": "演示新", "office": keeper.office_id, "posts": ["merge"]}

    answer = client.post(reverse("pension:officer_new"), fields, follow=True)

    assert "初始密码：" in answer.content.decode()
    assert "初始密码：" not in client.get(answer.redirect_chain[-1][0]).content.decode()
    assert Officer.objects.get(username="neu").posts == {Post.MERGE}


def test_the_coverage_page_names_posts_that_nobody_holds() -> None:
    page = signed_in(holder(Post.SYSTEM)).get(reverse("pension:coverage")).content.decode()

    assert "局领导审批：无人" in page
    assert "系统管理：演示系统管理" in page


def test_the_coverage_page_shows_which_posts_may_not_meet() -> None:
    page = signed_in(holder(Post.SYSTEM)).get(reverse("pension:coverage")).content.decode()

    assert '<td class="nowrap">出纳放行</td><td>区级并轨、' in page


def test_an_unknown_deed_on_an_account_does_nothing() -> None:
    keeper, other = holder(Post.SYSTEM), OfficerFactory()
    before = other.password

    answer = signed_in(keeper).post(reverse("pension:officer_access", args=[other.pk, "foo"]))

    other.refresh_from_db()
    assert answer.status_code == 404
    assert other.password == before
