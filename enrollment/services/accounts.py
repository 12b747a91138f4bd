"""A change of the account a person is paid into: one officer enters it, another lets it through."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from enrollment.models import BankAccount, Person
from enrollment.rules.categories import HolderRelation
from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.masking import mask_account
from pension.vocabulary.posts import Post

ENTERING = (Post.COMMUNITY_ENTRY, Post.STREET_ENTRY)
CONFIRMING = (Post.COMMUNITY_CONFIRM, Post.SECOND_CHECK)
# An account that agrees in all of these with one that is there is no other account.
SAME = ("bank", "holder", "number", "relation", "holder_note")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a person wants to be paid into from now on, and why.

    Where another holds the account, ``relation`` and ``holder_note`` say who and why.
    """

    bank: str
    holder: str
    number: str
    reason: str
    relation: str = ""
    holder_note: str = ""


def why_not_payable(person: Person, account: NewAccount | BankAccount) -> str:
    """Why nothing may be paid to a person into an account; empty when nothing hinders.

    Another's account needs the relation and why, one's own has neither; after a death an heir
    alone is paid.
    """
    told = bool(account.relation), bool(account.holder_note.strip())
    if person.died_on is not None and account.relation != HolderRelation.HEIR:
        return f"{person.name}已登记死亡，请登记继承人的账户，并写明与本人的关系"
    if account.holder != person.name and told != (True, True):
        return f"户名“{account.holder}”不是本人，请选择户名与本人的关系，并填写户名说明"
    if account.holder == person.name and told != (False, False):
        return "户名是本人的，不选与本人的关系，也不填户名说明"
    return ""


@transaction.atomic
def enter_change(person_id: int, wanted: NewAccount, *, by: Officer, at: datetime) -> BankAccount:
    """Enter a change; payments go to the account in use until another officer lets it through.

    Refused: without the post, the account that is in use already, while another change waits, no
    reason, what ``why_not_payable`` names.
    """
    if not by.holds(*ENTERING):
        raise CaseError("账户变更由「社区录入」或「街道经办」岗位录入")
    person = Person.objects.visible_to(by).select_for_update(of=("self",)).get(pk=person_id)
    _refuse_unfit(person, wanted)
    try:
        with transaction.atomic():
            account = BankAccount.objects.create(
                person=person,
                bank=wanted.bank,
                holder=wanted.holder,
                number=wanted.number,
                reason=wanted.reason,
                relation=wanted.relation,
                holder_note=wanted.holder_note,
                entered_by=by,
                entered_at=at,
            )
    except IntegrityError as error:
        raise CaseError("账号应为 8 至 32 位数字，请核对后重新填写") from error
    _note("录入账户变更", account, by, at)
    return account


@transaction.atomic
def confirm_change(account_id: int, *, by: Officer, at: datetime) -> None:
    """Let a waiting account through: it is in use from now on, the one before it ends.

    Refused: another post, the officer who entered it, what ``why_not_payable`` names, an heir of
    somebody who lives.
    """
    account = _waiting(account_id, by)
    if account.entered_by_id == by.pk:
        raise CaseError("录入人不能确认自己录入的账户，请由另一名经办人确认")
    if hindering := why_not_payable(account.person, account):
        raise CaseError(hindering)
    if account.relation == HolderRelation.HEIR and account.person.died_on is None:
        raise CaseError(f"{account.person.name}没有已确认的死亡登记，继承人的账户还不能启用")
    in_use = BankAccount.objects.filter(
        person=account.person_id, ended_at__isnull=True, confirmed_at__isnull=False
    )
    in_use.update(ended_at=at)
    BankAccount.objects.filter(pk=account_id).update(confirmed_by=by, confirmed_at=at)
    _note("确认账户变更", account, by, at)


@transaction.atomic
def reject_change(account_id: int, *, by: Officer, at: datetime, reason: str) -> None:
    """Refuse a waiting account with a reason; the one in use stays."""
    account = _waiting(account_id, by)
    if not reason.strip():
        raise CaseError("请填写不予变更的理由")
    BankAccount.objects.filter(pk=account_id).update(ended_at=at)
    _note("不予变更账户", account, by, at, reason.strip())


def _waiting(account_id: int, by: Officer) -> BankAccount:
    """The waiting account, locked; refused when it does not wait any more."""
    if not by.holds(*CONFIRMING):
        raise CaseError("账户变更由「社区确认」或「区级复核」岗位确认")
    account = (
        BankAccount.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(
            pk=account_id,
            person__in=Person.objects.visible_to(by),
            confirmed_at__isnull=True,
            ended_at__isnull=True,
        )
        .first()
    )
    if account is None:
        raise CaseError("这个账户已经确认或撤销，没有可办的事项")
    return account


def _refuse_unfit(person: Person, wanted: NewAccount) -> None:
    live = BankAccount.objects.filter(person=person, ended_at__isnull=True)
    if live.filter(confirmed_at__isnull=True).exists():
        raise CaseError(f"{person.name}已有一个账户在等待确认，请先办完")
    if live.filter(**{name: getattr(wanted, name) for name in SAME}).exists():
        raise CaseError("这就是现在使用的账户，没有变更")
    if not wanted.reason.strip():
        raise CaseError("请填写变更原因")
    if hindering := why_not_payable(person, wanted):
        raise CaseError(hindering)


def _note(action: str, account: BankAccount, by: Officer, at: datetime, reason: str = "") -> None:
    detail = {"account": mask_account(account.number), "bank": account.bank}
    if reason:
        detail["reason"] = reason
    audit.record(audit.Deed(action, "person", account.person_id, detail), by=by, at=at)
