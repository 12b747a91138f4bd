"""Officers' accounts: open, move, grant posts, lock, reset; never by oneself."""

from collections.abc import Collection
from datetime import datetime

from axes.utils import reset as forget_failures
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from pension.models import (
    DistrictSetting,
    Office,
    Officer,
    OldPassword,
    PostHolding,
    SecondFactor,
)
from pension.queries import protection
from pension.services import audit, sessions
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import OfficeKind, Post, conflicts, impossible_in

READABLE = "abcdefghjkmnpqrstuvwxyz"
PASSWORD_SHAPE = (("ABCDEFGHJKMNPQRSTUVWXYZ", 2), (READABLE, 6), ("23456789", 4))

EXPIRED = "初始密码没有在规定天数内改成自己的密码，已经失效。请联系本区系统管理人员重置密码"


def new_password() -> str:
    """A first password to hand over: twelve characters that nobody misreads."""
    return "-".join(get_random_string(length, letters) for letters, length in PASSWORD_SHAPE)


@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    office: Office,
    posts: Collection[Post],
    password_hash: str,
    by: Officer | None,
    at: datetime,
    must_change: bool = True,
) -> Officer:
    """Open an account with its posts; refuses a taken name and posts that may not meet.

    ``password_hash`` is what ``make_password`` gives for the first password.
    """
    _check_posts(office, posts)
    officer = Officer(
        username=username,
        name=name,
        office=office,
        password=password_hash,
        must_change_password=must_change,
        password_set_at=at,
        created_at=at,
    )
    try:
        with transaction.atomic():
            officer.save(force_insert=True)
    except IntegrityError as error:
        raise CaseError(f"登录名「{username}」已被使用，请换一个") from error
    _grant(officer, posts, by, at)
    _note("开立账号", officer, by, at, office=office.name, posts=_names(posts))
    return officer


@transaction.atomic
def set_posts(officer_id: int, posts: Collection[Post], *, by: Officer, at: datetime) -> Officer:
    """Give an officer exactly these posts; refuses posts that may not meet in one person."""
    officer = _locked(officer_id, by)
    if officer.office is None:
        raise CaseError("请先为此人指定机构")
    _check_posts(officer.office, posts)
    _end_posts(officer, set(Post) - set(posts), at)
    _grant(officer, set(posts) - officer.posts, by, at)
    _note("调整岗位", officer, by, at, posts=_names(posts))
    return Officer.objects.get(pk=officer_id)


@transaction.atomic
def change_office(officer_id: int, office: Office, *, by: Officer, at: datetime) -> Officer:
    """Move an officer; posts that the new office does not have end with the move."""
    officer = _locked(officer_id, by)
    kind = OfficeKind(office.kind)
    _end_posts(officer, {post for post in officer.posts if impossible_in(kind, [post])}, at)
    Officer.objects.filter(pk=officer_id).update(office=office)
    _note("调动机构", officer, by, at, office=office.name)
    return Officer.objects.get(pk=officer_id)


@transaction.atomic
def lock(officer_id: int, *, by: Officer, at: datetime) -> None:
    """Lock an account: every session ends, none comes back with the unlocking."""
    officer = _locked(officer_id, by)
    Officer.objects.filter(pk=officer_id).update(is_active=False, locked_at=at)
    sessions.end_all(officer_id, at=at)
    _note("锁定账号", officer, by, at)


@transaction.atomic
def unlock(officer_id: int, *, by: Officer, at: datetime) -> None:
    """Unlock an account and forget failed log-ins."""
    officer = _locked(officer_id, by)
    Officer.objects.filter(pk=officer_id).update(is_active=True, locked_at=None)
    forget_failures(username=officer.username)
    _note("解除锁定", officer, by, at)


@transaction.atomic
def reset_password(officer_id: int, *, by: Officer | None, at: datetime) -> str:
    """Set a new first password, to be changed at the next log-in; returns it once.

    ``by`` is None when a technician does it at the server, for the last of the system post.
    """
    officer = _someone(officer_id, by)
    password = new_password()
    _set_password(officer, password, at, must_change=True)
    sessions.end_all(officer_id, at=at)
    forget_failures(username=officer.username)
    _note("重置密码", officer, by, at)
    return password


def admit(officer: Officer, *, at: datetime) -> None:
    """Let somebody in who gave the right password.

    Refuses a first password that was not replaced in time, and puts that on the trail.
    """
    if protection.first_password_expired(officer, at):
        _note("初始密码过期", officer, officer, at)
        raise CaseError(EXPIRED)


@transaction.atomic
def change_own_password(officer: Officer, password: str, *, at: datetime) -> None:
    """Set the password that the officer chose; the form has checked the old one and the rules.

    Sessions on other machines end: their log-in was made with the old password.
    """
    _set_password(officer, password, at, must_change=False)
    _note("修改密码", officer, officer, at)


@transaction.atomic
def reset_second_factor(officer_id: int, *, by: Officer | None, at: datetime) -> None:
    """Forget an officer's app and recovery codes; the next log-in sets up a new one.

    ``by`` is None when a technician does it at the server, for the last of the system post.
    Refuses oneself, strangers, and an officer who has no app.
    """
    officer = _someone(officer_id, by)
    if not SecondFactor.objects.filter(officer=officer).delete()[0]:
        raise CaseError(f"「{officer.name}」没有绑定动态口令，不必重置")
    sessions.end_all(officer_id, at=at)
    _note("重置动态口令", officer, by, at)


def _set_password(officer: Officer, password: str, at: datetime, *, must_change: bool) -> None:
    """Replace the password and remember the hash of the old one."""
    OldPassword.objects.create(officer=officer, password=officer.password, replaced_at=at)
    officer.set_password(password)
    officer.must_change_password = must_change
    officer.password_set_at = at
    officer.save(update_fields=["password", "must_change_password", "password_set_at"])


def _someone(officer_id: int, by: Officer | None) -> Officer:
    """Whom the system post may see, or, for a technician at the server, anybody."""
    return _locked(officer_id, by) if by else Officer.objects.get(pk=officer_id)


def _locked(officer_id: int, by: Officer) -> Officer:
    """Lock the row of somebody else whom ``by`` may see."""
    if officer_id == by.pk:
        raise CaseError("不能办理自己的账号，请由另一名系统管理人员办理")
    officer = Officer.objects.visible_to(by).select_for_update().filter(pk=officer_id).first()
    if officer is None:
        raise CaseError("没有这个账号，或不在您的管理范围内")
    return officer


def _check_posts(office: Office, posts: Collection[Post]) -> None:
    setting = DistrictSetting.objects.filter(district__code=office.region.code[:6]).first()
    single = setting.single_clerk if setting else False
    problems = impossible_in(OfficeKind(office.kind), posts) + conflicts(posts, single_clerk=single)
    if problems:
        raise CaseError(*problems)


def _grant(officer: Officer, posts: Collection[Post], by: Officer | None, at: datetime) -> None:
    PostHolding.objects.bulk_create(
        PostHolding(officer=officer, post=post, granted_at=at, granted_by=by)
        for post in sorted(posts)
    )


def _end_posts(officer: Officer, posts: Collection[Post], at: datetime) -> None:
    held = PostHolding.objects.filter(officer=officer, post__in=posts, ended_at__isnull=True)
    held.update(ended_at=at)


def _note(action: str, officer: Officer, by: Officer | None, at: datetime, **detail: str) -> None:
    deed = audit.Deed(action, "officer", officer.pk, {"officer": officer.name, **detail})
    audit.record(deed, by=by, at=at)


def _names(posts: Collection[Post]) -> str:
    return "、".join(post.label for post in Post if post in posts)
