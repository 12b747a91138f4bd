"""Proposing a recovery, planning how it comes back, hearing the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from pension.models import Officer, Region
from pension.services import audit, numbering
from pension.vocabulary.errors import CaseError
from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Desk, Post
from subsidies.models import (
    Entitlement,
    Instalment,
    Recovery,
    RecoveryDesk,
    RecoveryEvent,
    RecoveryItem,
)
from subsidies.queries.overpaid import CONCLUDED, DISTRICT_DIGITS, overpaid_of, payments_of
from subsidies.rules import recovery_plans
from subsidies.rules.overpaid import Working
from subsidies.rules.vocabulary import Ground, Kind, RecoveryWay
from subsidies.services import entitlements
from subsidies.services.recoveries.machine import locked, take
from subsidies.workflow.states import Origin, RecoveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed: payments found overpaid, and those entered by hand with their sum in fen.

    Entered ones rest on the ``document`` alone, such as a letter of the bank that paid twice.
    """

    found: Sequence[int] = ()
    entered: Mapping[int, int] = field(default_factory=dict)
    reason: str
    document: str
    addressee: str


@dataclass(frozen=True, slots=True)
class _Item:
    entitlement_id: int
    ground: Ground
    amount_fen: int
    working: tuple[Working, ...]


@transaction.atomic
def propose(person_id: int, said: Proposal, *, by: Officer, at: datetime) -> Recovery:
    """Propose to recover what was overpaid to a person; returns the recovery, to be planned.

    Refused: who doesn't prepare, a person of another district, nothing chosen, a payment that
    isn't found overpaid (any more), is claimed back already or was less than the sum entered, no
    reason, document or addressee.
    """
    if not by.holds(Post.PREPARE):
        raise CaseError(f"追回由「{Post.PREPARE.label}」岗位提出")
    _insist_on_words(said)
    entitlements.lock([person_id])
    items = [*_found(person_id, said, at), *_entered(person_id, said)]
    if not items:
        raise CaseError("请勾选多付的款项，或者登记一笔")
    recovery = _open(person_id, said, sum(item.amount_fen for item in items), by, at)
    RecoveryItem.objects.bulk_create(
        RecoveryItem(
            recovery=recovery,
            entitlement_id=item.entitlement_id,
            ground=item.ground,
            amount_fen=item.amount_fen,
            working=[line._asdict() for line in item.working],
        )
        for item in items
    )
    _note_proposed(recovery, by, at)
    return recovery


@transaction.atomic
def plan(
    recovery_id: int,
    way: RecoveryWay,
    *,
    first: date | None = None,
    count: int | None = None,
    by: Officer,
    at: datetime,
) -> Recovery:
    """Plan how what is still open comes back; a plan replaces the one before it.

    Refused: a day before the plan itself, parts that make no sense, a recovery being decided.
    """
    recovery = locked(recovery_id, by)
    if first is not None and first < timezone.localdate(at):
        raise CaseError("退回期限不能早于今天")
    try:
        parts = recovery_plans.parts(way, recovery.outstanding_fen, first, count)
    except ValueError as refusal:
        raise CaseError(str(refusal)) from refusal
    said = way.label if not parts else f"{way.label}，{len(parts)}期，首期{parts[0].due_on}"
    take(recovery, "plan", by=by, at=at, reason=said, way=way)
    recovery.instalments.all().delete()
    Instalment.objects.bulk_create(
        Instalment(recovery=recovery, position=position, **part._asdict())
        for position, part in enumerate(parts, 1)
    )
    return recovery


@transaction.atomic
def hear(recovery_id: int, *, heard_on: date, opinion: str, by: Officer, at: datetime) -> Recovery:
    """Note that the person was told, and what they said to it; «无意见» is noted as well."""
    recovery = locked(recovery_id, by)
    said = opinion.strip()
    if not said:
        raise CaseError("请填写陈述申辩的内容，本人没有意见的填“无意见”")
    if heard_on > timezone.localdate(at):
        raise CaseError("听取意见的日期不能晚于今天")
    take(recovery, "hear", by=by, at=at, reason=said, opinion=said[:400], heard_on=heard_on)
    return recovery


def _insist_on_words(said: Proposal) -> None:
    for value, name in (
        (said.reason, "多付原因"),
        (said.document, "追回依据"),
        (said.addressee, "退款人"),
    ):
        if not value.strip():
            raise CaseError(f"请填写{name}")


def _found(person_id: int, said: Proposal, at: datetime) -> list[_Item]:
    """The payments that the rule finds overpaid now."""
    found = {
        one.paid.entitlement_id: one
        for one in overpaid_of([person_id], timezone.localdate(at)).get(person_id, [])
    }
    if not set(said.found) <= found.keys():
        raise CaseError("所选的款项有的已提出追回，或者现在已不是多付，请刷新页面后重新勾选")
    return [
        _Item(key, found[key].ground, found[key].amount_fen, found[key].working)
        for key in sorted(set(said.found))
    ]


def _entered(person_id: int, said: Proposal) -> list[_Item]:
    """The payments entered by hand: never more than was paid, where that is known."""
    payments = payments_of(person_id).in_bulk(list(said.entered))
    if set(said.entered) != payments.keys() or set(said.entered) & set(said.found):
        raise CaseError("登记的款项没有发放过，或者已提出追回，请刷新页面后重新选择")
    known = RecoveryItem.objects.filter(
        entitlement__in=list(payments),
        ground=Ground.ENTERED,
        recovery__state__in=CONCLUDED,
        recovery__document=said.document.strip(),
    ).first()
    if known is not None:
        raise CaseError(f"{known.label}已依据“{said.document.strip()}”追回过，不能再次提出")
    return [_by_hand(payments[key], fen, said) for key, fen in said.entered.items()]


def _by_hand(payment: Entitlement, fen: int, said: Proposal) -> _Item:
    label = Kind(payment.kind).of(payment.year)
    if fen <= 0:
        raise CaseError("多付金额应大于0")
    if payment.origin == Origin.ENGINE and fen > payment.amount_fen:
        raise CaseError(f"{label}发放{yuan(payment.amount_fen)}元，多付金额不能是{yuan(fen)}元")
    line = Working("多付", f"{label}，依据{said.document.strip()}", fen)
    return _Item(payment.pk, Ground.ENTERED, fen, (line,))


def _open(person_id: int, said: Proposal, amount_fen: int, by: Officer, at: datetime) -> Recovery:
    own = Region.objects.visible_to(by).filter(people=person_id)
    code = own.values_list("code", flat=True).first()
    if code is None:
        raise CaseError("此人不在本机构的范围之内")
    series = f"ZH{code[:DISTRICT_DIGITS]}-{timezone.localtime(at).year}"
    (number,) = numbering.reserve(series, 1)
    return Recovery.objects.create(
        number=f"{series}-{number:04d}",
        person_id=person_id,
        reason=said.reason.strip(),
        document=said.document.strip(),
        addressee=said.addressee.strip(),
        amount_fen=amount_fen,
        state=RecoveryState.DRAFT,
        state_since=at,
        proposed_by=by,
        proposed_at=at,
    )


def _note_proposed(recovery: Recovery, by: Officer, at: datetime) -> None:
    """The first event, desk and entry of a recovery."""
    RecoveryDesk.objects.create(record=recovery, officer=by, desk=Desk.PREPARATION)
    RecoveryEvent.objects.create(
        record=recovery,
        step="propose",
        from_state="",
        to_state=recovery.state,
        desk=Desk.PREPARATION,
        round=recovery.round,
        officer=by,
        at=at,
        reason=recovery.reason,
    )
    detail = {"number": recovery.number, "fen": recovery.amount_fen}
    audit.record(audit.Deed("提出追回", "recovery", recovery.pk, detail), by=by, at=at)
