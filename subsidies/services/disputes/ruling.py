"""Ruling upon a dispute: one officer rules with a reason, another one confirms."""

from datetime import datetime

from django.db import transaction

from pension.models import Officer
from pension.services import steps
from pension.services.steps import Statement
from pension.vocabulary.errors import CaseError
from subsidies.models import Dispute, Entitlement
from subsidies.rules.vocabulary import Ruling
from subsidies.services import entitlements
from subsidies.services.disputes.machine import DISPUTES
from subsidies.workflow.states import EntitlementState

CLEARED = {"ruling": "", "ruling_reason": "", "ruled_by": None}


@transaction.atomic
def rule(dispute_id: int, ruling: Ruling, *, reason: str, by: Officer, at: datetime) -> Dispute:
    """Rule that a sum stays due, or is cancelled; nothing changes until another one confirms.

    Refused: no reason, and to uphold what can't be paid because its ground fell.
    """
    dispute = _locked(dispute_id, by)
    said = reason.strip()[:400]
    columns = {"ruling": ruling, "ruling_reason": said, "ruled_by": by}
    says = Statement(reason=said, columns=columns, facts={"ruling": ruling})
    steps.take(DISPUTES, dispute.pk, "rule", by=by, at=at, says=says)
    dispute.refresh_from_db()
    return dispute


@transaction.atomic
def confirm(dispute_id: int, *, by: Officer, at: datetime) -> Dispute:
    """Confirm a ruling: the sum is due again as it was found, or is cancelled.

    An upheld sum is not replaced by later calculations that find the same as this one did.
    """
    dispute = _locked(dispute_id, by)
    says = Statement(reason=dispute.ruling_reason, columns={"confirmed_by": by})
    steps.take(DISPUTES, dispute.pk, "confirm", by=by, at=at, says=says)
    _carry_out(dispute, at)
    dispute.refresh_from_db()
    return dispute


@transaction.atomic
def send_back(dispute_id: int, *, reason: str, by: Officer, at: datetime) -> Dispute:
    """Send a ruling back to be thought over, with a reason."""
    dispute = _locked(dispute_id, by)
    says = Statement(reason=reason, columns=CLEARED)
    steps.take(DISPUTES, dispute.pk, "send_back", by=by, at=at, says=says)
    dispute.refresh_from_db()
    return dispute


def _locked(dispute_id: int, by: Officer) -> Dispute:
    """The dispute, locked until the transaction ends; none for whom may not see it.

    The person and the ledger come first, as in calculations: a ruling and a calculation that ends
    its dispute wait for each other there, before either holds what the other one needs.
    """
    visible = Dispute.objects.visible_to(by)
    person = visible.values_list("entitlement__person_id", flat=True).get(pk=dispute_id)
    entitlements.lock([person])
    return visible.select_for_update(of=("self",)).get(pk=dispute_id)


def _carry_out(dispute: Dispute, at: datetime) -> None:
    """Let the ledger follow a confirmed ruling; the ledger is locked."""
    waiting = Entitlement.objects.filter(pk=dispute.entitlement_id, state=EntitlementState.DISPUTED)
    if dispute.ruling == Ruling.UPHOLD:
        changed = waiting.update(state=EntitlementState.DUE)
    else:
        changed = waiting.update(
            state=EntitlementState.CANCELLED,
            cancelled_at=at,
            cancel_reason=f"裁定取消（{dispute.number}）",
        )
    if not changed:
        raise CaseError("这笔款项已不在待裁定状态，请刷新页面后核对")
