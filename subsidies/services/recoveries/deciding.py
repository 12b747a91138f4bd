"""The way of a recovery from second check to settlement, and every way out of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from pension.models import Officer
from pension.vocabulary.errors import CaseError
from subsidies.models import Entitlement, Recovery, RecoveryItem
from subsidies.queries.overpaid import concluded_fen
from subsidies.rules.overpaid import FREEING
from subsidies.services import entitlements
from subsidies.services.recoveries.machine import locked, take
from subsidies.workflow.states import EntitlementState, RecoveryState

PLAIN_STEPS = frozenset({"submit", "check", "send_back_check", "send_back_decision"})
RECOVERED = "多付，已追回"


@dataclass(frozen=True, slots=True)
class Document:
    """The paper of a decision: its number and its day."""

    number: str
    decided_on: date


@transaction.atomic
def go(recovery_id: int, step: str, *, by: Officer, at: datetime, reason: str = "") -> Recovery:
    """Take one of ``PLAIN_STEPS``: those that write nothing beside the state."""
    recovery = locked(recovery_id, by)
    if step not in PLAIN_STEPS:
        raise CaseError("没有这个步骤")
    take(recovery, step, by=by, at=at, reason=reason)
    return recovery


@transaction.atomic
def decide(recovery_id: int, paper: Document, *, by: Officer, at: datetime) -> Recovery:
    """Decide that the sum comes back as planned.

    Refused unless the person was heard, the plan adds up, and the payments still are too much.
    """
    recovery = locked(recovery_id, by)
    _decide(recovery, "decide", paper, "", by, at)
    return recovery


@transaction.atomic
def waive(recovery_id: int, paper: Document, *, reason: str, by: Officer, at: datetime) -> Recovery:
    """Decide not to recover, or not to recover what is left, by a document and with a reason."""
    recovery = locked(recovery_id, by)
    if not reason.strip():
        raise CaseError("请填写不予追回的理由")
    _decide(recovery, "waive", paper, reason.strip(), by, at)
    recovery.items.update(is_live=False)
    return recovery


@transaction.atomic
def serve(recovery_id: int, *, served_on: date, by: Officer, at: datetime) -> Recovery:
    """Note the day on which the person got the decision: from now on money may come back."""
    recovery = locked(recovery_id, by)
    decided_on = recovery.decided_on
    if served_on > timezone.localdate(at) or (decided_on and served_on < decided_on):
        raise CaseError("送达日期应在决定日期以后、今天以前（含当天）")
    take(recovery, "serve", by=by, at=at, reason=f"{served_on}送达", served_on=served_on)
    return recovery


@transaction.atomic
def reopen(recovery_id: int, *, reason: str, by: Officer, at: datetime) -> Recovery:
    """Ask for another plan: only a new decision changes one that was decided."""
    recovery = locked(recovery_id, by)
    columns = {"round": F("round") + 1, "decision_number": "", "decided_on": None}
    take(recovery, "reopen", by=by, at=at, reason=reason, served_on=None, **columns)
    return recovery


@transaction.atomic
def revoke(recovery_id: int, *, reason: str, by: Officer, at: datetime) -> Recovery:
    """Give a recovery up that nothing came back on: its payments may be claimed anew."""
    recovery = locked(recovery_id, by)
    take(recovery, "revoke", by=by, at=at, reason=reason)
    recovery.items.update(is_live=False)
    return recovery


@transaction.atomic
def settle(recovery_id: int, *, by: Officer, at: datetime) -> Recovery:
    """Close a recovery of which everything came back.

    A year that was never due is free again once all of it is back; one that was paid twice stays
    paid once. What is found overpaid later can be claimed anew, less what is back.
    """
    recovery = locked(recovery_id, by)
    entitlements.lock([recovery.person_id])
    take(recovery, "settle", by=by, at=at)
    paid = Entitlement.objects.filter(person=recovery.person_id)
    back = concluded_fen(paid, [RecoveryState.SETTLED])
    for item in recovery.items.select_related("entitlement"):
        is_whole = back.get(item.entitlement_id) == item.entitlement.amount_fen
        if item.ground in FREEING and is_whole:
            _free(item, at)
    recovery.items.update(is_live=False)
    return recovery


def _decide(
    recovery: Recovery, step: str, paper: Document, reason: str, by: Officer, at: datetime
) -> None:
    number = paper.number.strip()
    if not number:
        raise CaseError("请填写决定文号")
    heard_on = recovery.heard_on
    if paper.decided_on > timezone.localdate(at) or (heard_on and paper.decided_on < heard_on):
        raise CaseError("决定日期应在听取意见以后、今天以前（含当天）")
    columns = {"decision_number": number[:60], "decided_on": paper.decided_on}
    said = f"{number}，{reason}" if reason else number
    take(recovery, step, by=by, at=at, reason=said, **columns)


def _free(item: RecoveryItem, at: datetime) -> None:
    Entitlement.objects.filter(pk=item.entitlement_id, state=EntitlementState.SETTLED).update(
        state=EntitlementState.CANCELLED, cancelled_at=at, cancel_reason=RECOVERED
    )
