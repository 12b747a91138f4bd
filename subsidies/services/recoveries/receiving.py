"""What comes back: receipts, sums that are set off, and receipts noted by mistake."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from enrollment.services import scans
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.money import yuan
from subsidies.models import Receipt, Recovery, SetOff
from subsidies.queries.recoveries import open_set_offs
from subsidies.rules.vocabulary import Kind, ReturnChannel
from subsidies.services import entitlements, settlements
from subsidies.services.recoveries.machine import locked, take

SCANS = "recovery-receipts"


@dataclass(frozen=True, slots=True)
class Money:
    """Money that came back: when, how much in fen, how, by which voucher, perhaps its scan."""

    received_on: date
    amount_fen: int
    channel: ReturnChannel
    voucher_number: str
    scan: UploadedFile | None = None


@transaction.atomic
def receive(recovery_id: int, money: Money, *, by: Officer, at: datetime) -> Receipt:
    """Note money that came back.

    Refused: more than is open, a voucher noted already, a day before the decision was served or
    in the future, a scan that is none by its content. Two cashiers at the same moment note one
    after the other.
    """
    recovery = locked(recovery_id, by)
    _insist(recovery, money, timezone.localdate(at))
    said = f"{yuan(money.amount_fen)}元，凭证{money.voucher_number}"
    received_fen = F("received_fen") + money.amount_fen
    take(recovery, "receive", by=by, at=at, reason=said, received_fen=received_fen)
    kept = scans.keep(money.scan, SCANS, at=at) if money.scan else ""
    try:
        with transaction.atomic():
            return Receipt.objects.create(
                recovery=recovery,
                received_on=money.received_on,
                amount_fen=money.amount_fen,
                channel=money.channel,
                voucher_number=money.voucher_number.strip(),
                scan=kept,
                noted_by=by,
                noted_at=at,
            )
    except IntegrityError as clash:
        if kept:
            scans.forget(kept)
        raise CaseError(f"凭证{money.voucher_number}已经登记过，不必重复登记") from clash


@transaction.atomic
def void_receipt(
    recovery_id: int, receipt_id: int, *, reason: str, by: Officer, at: datetime
) -> Receipt:
    """Take back a receipt that was noted by mistake; it stays to be seen with the reason."""
    recovery = locked(recovery_id, by)
    receipt = recovery.receipts.filter(pk=receipt_id, voided_at__isnull=True).first()
    if receipt is None:
        raise CaseError("这笔退款登记不存在，或者已经作废")
    received_fen = F("received_fen") - receipt.amount_fen
    take(recovery, "void_receipt", by=by, at=at, reason=reason, received_fen=received_fen)
    said = reason.strip()[:200]
    recovery.receipts.filter(pk=receipt.pk).update(voided_at=at, void_reason=said)
    return receipt


@transaction.atomic
def set_off(recovery_id: int, entitlement_id: int, *, by: Officer, at: datetime) -> SetOff:
    """Keep a sum that is due instead of paying it: the whole sum, which is settled by it.

    The year counts as paid, since the person has the money already. Refused: a decision that
    doesn't name a set-off, a sum that stands in a batch, has another channel or is more than is
    open.
    """
    recovery = locked(recovery_id, by)
    entitlements.lock([recovery.person_id])
    due = open_set_offs(recovery, by).filter(pk=entitlement_id).first()
    if due is None:
        raise CaseError("这笔应补款项已编入批次、已发放，或者不能抵扣，请刷新页面后重新选择")
    if due.amount_fen > recovery.outstanding_fen:
        raise CaseError(
            f"应补{yuan(due.amount_fen)}元，大于未追回的{yuan(recovery.outstanding_fen)}元，"
            "抵扣只能整笔办理，请变更追回方式"
        )
    said = f"{Kind(due.kind).of(due.year)} {yuan(due.amount_fen)}元"
    received_fen = F("received_fen") + due.amount_fen
    take(recovery, "set_off", by=by, at=at, reason=said, received_fen=received_fen)
    if settlements.settle_many([due.pk], at=at) != 1:
        raise CaseError("这笔应补款项刚有变化，没有抵扣，请刷新页面后重新选择")
    return SetOff.objects.create(
        recovery=recovery, entitlement=due, amount_fen=due.amount_fen, noted_by=by, noted_at=at
    )


def _insist(recovery: Recovery, money: Money, today: date) -> None:
    if money.amount_fen <= 0:
        raise CaseError("退款金额应大于0")
    if not money.voucher_number.strip():
        raise CaseError("请填写凭证号")
    served_on = recovery.served_on
    if money.received_on > today or (served_on and money.received_on < served_on):
        raise CaseError("收款日期应在送达以后、今天以前（含当天）")
    if money.amount_fen > recovery.outstanding_fen:
        raise CaseError(
            f"退款{yuan(money.amount_fen)}元，大于未追回的{yuan(recovery.outstanding_fen)}元，"
            "多退的请退还本人后按实际登记"
        )
