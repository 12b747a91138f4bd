"""Binds the step table of recoveries to their tables and gathers what its guards ask for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from pension.models import Officer
from pension.services import steps
from pension.services.steps import Facts, Machine, Statement
from pension.vocabulary.money import yuan
from subsidies.models import Recovery, RecoveryDesk, RecoveryEvent
from subsidies.queries.overpaid import judged
from subsidies.rules.overpaid import Overpaid
from subsidies.rules.vocabulary import Ground, RecoveryWay
from subsidies.workflow.recoveries import RECOVERY_STEPS
from subsidies.workflow.states import EntitlementState, RecoveryState


def recovery_facts(recoveries: Sequence[Recovery]) -> Facts:
    """Everything that the guards of the recovery table may ask."""
    return {one.pk: _facts(one) for one in recoveries}


RECOVERIES = Machine(
    name="recovery",
    record=Recovery,
    event=RecoveryEvent,
    holding=RecoveryDesk,
    states=RecoveryState,
    table=RECOVERY_STEPS,
    facts=recovery_facts,
)


def locked(recovery_id: int, by: Officer) -> Recovery:
    """The recovery, locked until the transaction ends; none for whom may not see it."""
    visible = Recovery.objects.visible_to(by).select_for_update(of=("self",))
    return visible.get(pk=recovery_id)


def take(
    recovery: Recovery,
    step: str,
    *,
    by: Officer,
    at: datetime,
    reason: str = "",
    **columns: object,
) -> None:
    """Take a step on a locked recovery, writing columns along with the state."""
    says = Statement(reason=reason, columns=columns)
    steps.take(RECOVERIES, recovery.pk, step, by=by, at=at, says=says)


def _facts(recovery: Recovery) -> Mapping[str, Any]:
    # Judged under the rules of the day on which it was proposed.
    proposed_on = timezone.localdate(recovery.proposed_at)
    found = judged([recovery.person_id], proposed_on).get(recovery.person_id, [])
    planned = sum(part.amount_fen for part in recovery.instalments.all())
    is_set_off = recovery.way == RecoveryWay.SET_OFF
    return {
        "has_plan": is_set_off or bool(recovery.way) and planned == recovery.outstanding_fen,
        "is_set_off": is_set_off,
        "is_heard": recovery.heard_on is not None,
        "doubts": tuple(_doubts(recovery, found)),
        "outstanding_fen": recovery.outstanding_fen,
        "received_fen": recovery.received_fen,
    }


def _doubts(recovery: Recovery, found: Sequence[Overpaid]) -> Iterator[str]:
    """Say which payments are not found overpaid any more, or by less than is claimed."""
    now = {one.paid.entitlement_id: one.amount_fen for one in found}
    for item in recovery.items.select_related("entitlement"):
        fen = now.get(item.entitlement_id, 0)
        if item.entitlement.state != EntitlementState.SETTLED:
            yield f"{item.label}现为「{EntitlementState(item.entitlement.state).label}」"
        elif item.ground != Ground.ENTERED and fen < item.amount_fen:
            yield (f"{item.label}拟追回{yuan(item.amount_fen)}元，按现在的事实多付{yuan(fen)}元")
