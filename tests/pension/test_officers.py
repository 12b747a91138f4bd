"""Accounts: opening, posts, moving, locking, passwords."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from pension.models import AuditEntry, Officer, PostHolding
from pension.services import officers
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import OfficeKind, Post
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory, holder, office

pytestmark = pytest.mark.django_db


def open_one(
    posts: list[Post], username: str = "zhang", kind: OfficeKind = OfficeKind.BUREAU
) -> Officer:
    code = {OfficeKind.COMMUNITY: "530114005001"}.get(kind, "530114")
    return officers.open_account(
        username=username,
        name="演示新人",
        office=office(kind, code),
        posts=posts,
        password_hash=make_password("Abcdef-12345"),
        by=holder(Post.SYSTEM),
        at=NOON,
    )


def test_a_new_account_holds_its_posts_and_must_change_its_password() -> None:
    officer = open_one([Post.PREPARE, Post.MERGE])

    assert officer.posts == {Post.PREPARE, Post.MERGE}
    assert officer.must_change_password
    assert officer.check_password("Abcdef-12345")
    assert AuditEntry.objects.filter(action="开立账号").count() == 1


def test_incompatible_posts_are_refused_when_they_are_granted() -> None:
    with pytest.raises(CaseError, match="不能兼任"):
        open_one([Post.PREPARE, Post.CASHIER])

    assert not Officer.objects.filter(username="zhang").exists()


def test_a_post_that_the_office_does_not_have_is_refused() -> None:
    with pytest.raises(CaseError, match="社区没有"):
        open_one([Post.DIRECTOR], kind=OfficeKind.COMMUNITY)


def test_a_taken_log_in_name_is_refused_in_words() -> None:
    open_one([Post.MERGE])

    with pytest.raises(CaseError, match="已被使用"):
        open_one([Post.MERGE])


def test_setting_posts_ends_the_old_and_grants_the_new() -> None:
    officer = open_one([Post.MERGE])

    officer = officers.set_posts(officer.pk, [Post.CASHIER], by=holder(Post.SYSTEM), at=NOON)

    assert officer.posts == {Post.CASHIER}
    assert PostHolding.objects.get(officer=officer, post=Post.MERGE).ended_at == NOON


def test_moving_ends_the_posts_that_the_new_office_does_not_have() -> None:
    officer = open_one([Post.MERGE])
    street = office(OfficeKind.STREET, "530114005")

    officer = officers.change_office(officer.pk, street, by=holder(Post.SYSTEM), at=NOON)

    assert officer.office == street
    assert officer.posts == frozenset()


def test_nobody_manages_the_own_account() -> None:
    keeper = holder(Post.SYSTEM)

    with pytest.raises(CaseError, match="自己的账号"):
        officers.set_posts(keeper.pk, [Post.SYSTEM], by=keeper, at=NOON)


def test_a_reset_gives_a_new_password_that_keeps_the_rules() -> None:
    officer = open_one([Post.MERGE])

    password = officers.reset_password(officer.pk, by=holder(Post.SYSTEM), at=NOON)

    officer.refresh_from_db()
    assert officer.check_password(password)
    assert len(password) >= 12
    assert officer.must_change_password


def test_locking_and_unlocking_leave_traces() -> None:
    officer, keeper = open_one([Post.MERGE]), holder(Post.SYSTEM)

    officers.lock(officer.pk, by=keeper, at=NOON)
    officer.refresh_from_db()
    assert not officer.is_active
    assert officer.locked_at == NOON

    officers.unlock(officer.pk, by=keeper, at=NOON)
    officer.refresh_from_db()
    assert officer.is_active
    assert AuditEntry.objects.filter(action__in=("锁定账号", "解除锁定")).count() == 2


def test_the_database_holds_a_post_once_at_a_time() -> None:
    officer = OfficerFactory(posts=[Post.MERGE])

    with pytest.raises(IntegrityError), transaction.atomic():
        PostHolding.objects.create(officer=officer, post=Post.MERGE, granted_at=NOON)
