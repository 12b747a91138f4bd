"""Objections to cases on a public notice: registered, upheld, rejected."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enrollment.models import CaseDesk, NoticeEntry, Objection, ObjectionOutcome, PublicNotice
from enrollment.services.confirmations import refuse, send_back
from enrollment.services.moves import insist
from enrollment.workflow.states import CaseState, RefusalReason
from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post

NOT_YOURS = "没有这件异议，或不在您单位的辖区内"
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Raised:
    """An objection as it was handed in: on which day, by whom, what it says."""

    received_on: date
    raised_by: str
    content: str


@transaction.atomic
def register(entry_id: int, raised: Raised, *, by: Officer, at: datetime) -> Objection:
    """Note an objection to a case on a running notice.

    One that comes after the last day counts while the case still hangs. Refused: an entry that
    has ended, a day to come or before the posting, nobody named or nothing said.
    """
    _insist_on_post(by, Post.STREET_ENTRY, Post.STREET_REVIEW)
    entry = _own_entry(entry_id, by)
    if entry.ended_at is not None:
        raise CaseError("此人的公示已经结束，异议请转区居保局在联审或复核时处理")
    if not raised.raised_by.strip() or not raised.content.strip():
        raise CaseError("请填写异议提出人和异议内容")
    if not entry.notice.posted_on <= raised.received_on <= timezone.localdate(at):
        raise CaseError(
            f"收到日期须在张贴之日（{entry.notice.posted_on:%Y-%m-%d}）至今天之间，请核对"
        )
    objection = Objection.objects.create(
        entry=entry,
        received_on=raised.received_on,
        raised_by=raised.raised_by.strip(),
        content=raised.content.strip(),
        entered_by=by,
        entered_at=at,
    )
    _record("登记公示异议", objection, entry, by=by, at=at)
    return objection


@transaction.atomic
def reject(objection_id: int, *, finding: str, by: Officer, at: datetime) -> None:
    """Find an objection without ground; the case may go on when its days are over.

    Refused: without a finding, twice, and to whoever acted on the case at another desk.
    """
    objection = _resolve(objection_id, ObjectionOutcome.REJECTED, finding, by=by, at=at)
    _record("异议不成立", objection, objection.entry, by=by, at=at)


@transaction.atomic
def uphold(
    objection_id: int,
    *,
    finding: str,
    by: Officer,
    at: datetime,
    return_to: CaseState | None = None,
) -> None:
    """Find an objection right: the case goes back to ``return_to``, or is refused if that is None.

    A case that has left the notice meanwhile stays where it is.
    """
    objection = _resolve(objection_id, ObjectionOutcome.UPHELD, finding, by=by, at=at)
    case = objection.entry.case
    _record("异议成立", objection, objection.entry, by=by, at=at)
    if case.state != CaseState.POSTED:
        return
    reason = f"公示异议成立：{finding.strip()}"[:LONGEST_REASON]
    if return_to is None:
        code = RefusalReason.OBJECTION_UPHELD
        insist(refuse([case.pk], "refuse_posted", code, by=by, at=at, reason=reason))
    else:
        insist(send_back([case.pk], "return_posted", return_to, by=by, at=at, reason=reason))


def _resolve(
    objection_id: int, outcome: ObjectionOutcome, finding: str, *, by: Officer, at: datetime
) -> Objection:
    _insist_on_post(by, Post.STREET_REVIEW)
    if not finding.strip():
        raise CaseError("请填写调查情况")
    visible = PublicNotice.objects.visible_to(by)
    found = Objection.objects.filter(pk=objection_id, entry__notice__in=visible)
    objection = found.select_related("entry__case", "entry__notice").first()
    if objection is None:
        raise CaseError(NOT_YOURS)
    _insist_on_one_desk(objection.entry.case_id, by)
    # Past the join: PostgreSQL asks a condition again after a wait only of the row itself.
    changed = Objection.objects.filter(pk=objection_id, outcome="").update(
        outcome=outcome, finding=finding.strip(), resolved_by=by, resolved_at=at
    )
    if not changed:
        raise CaseError("这件异议已经办结，请刷新页面")
    return objection


def _own_entry(entry_id: int, by: Officer) -> NoticeEntry:
    visible = PublicNotice.objects.visible_to(by)
    found = NoticeEntry.objects.select_for_update(of=("self",)).filter(notice__in=visible)
    entry = found.select_related("notice", "case").filter(pk=entry_id).first()
    if entry is None:
        raise CaseError("此人不在这份公示上，或不在您单位的辖区内")
    return entry


def _insist_on_post(by: Officer, *posts: Post) -> None:
    if not by.holds(*posts):
        names = "、".join(post.label for post in posts)
        raise CaseError(f"公示异议由「{names}」岗位办理")


def _insist_on_one_desk(case_id: int, by: Officer) -> None:
    elsewhere = CaseDesk.objects.filter(record=case_id, officer=by).exclude(desk=Desk.STREET)
    if elsewhere.exists():
        raise CaseError("您已在本件的其他环节办理过，异议须交由街道另一名审核人员处理")


def _record(
    action: str, objection: Objection, entry: NoticeEntry, *, by: Officer, at: datetime
) -> None:
    detail = {"notice": entry.notice.number, "objection": objection.pk}
    audit.record(audit.Deed(action, "case", entry.case_id, detail), by=by, at=at)
