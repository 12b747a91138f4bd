"""The social-security fund of takings, as the natural-resources bureau enters it (D11)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enrollment.models import RequisitionAgreement, TakingPayment
from enrollment.rules.takings import TakingFund, faults
from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post


@dataclass(frozen=True, slots=True)
class FundEntry:
    """What was due and paid by the end of a day, and the paper that says so."""

    fund: TakingFund
    as_of: date
    source: str


@transaction.atomic
def enter_fund(agreement_id: int, entry: FundEntry, *, by: Officer, at: datetime) -> TakingPayment:
    """Enter how the fund of a taking stands; the entries before it stay readable.

    Refused: another post, a taking of another region, amounts that don't fit, a day to come, no
    source.
    """
    if not by.holds(Post.RESOURCES):
        raise CaseError(f"社会保障费由「{Post.RESOURCES.label}」岗位登记")
    agreement = RequisitionAgreement.objects.visible_to(by).filter(pk=agreement_id).first()
    if agreement is None:
        raise CaseError("没有这份征地协议，或不在您单位的辖区内")
    sentences = faults(entry.fund)
    if entry.as_of > timezone.localdate(at):
        sentences.append(f"截止日期 {entry.as_of} 在今天之后，请核对")
    if not entry.source.strip():
        sentences.append("请填写依据，如到账凭证的文号")
    if sentences:
        raise CaseError(*sentences)
    made = TakingPayment.objects.create(
        agreement=agreement,
        due_fen=entry.fund.due_fen,
        paid_fen=entry.fund.paid_fen,
        as_of=entry.as_of,
        source=entry.source.strip(),
        entered_by=by,
        entered_at=at,
    )
    detail = {"due_fen": made.due_fen, "paid_fen": made.paid_fen, "source": made.source}
    audit.record(audit.Deed("登记社会保障费", "agreement", agreement.pk, detail), by=by, at=at)
    return made
