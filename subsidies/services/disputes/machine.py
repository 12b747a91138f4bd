"""Binds the step table of disputes to their tables and gathers what its guards ask for."""

from collections.abc import Sequence

from django.db.models import OuterRef, Q, QuerySet

from enrollment.queries.insured import proof_taken_back
from enrollment.queries.payees import people_settled
from pension.services.steps import Facts, Machine
from subsidies.models import Dispute, DisputeDesk, DisputeEvent, Entitlement
from subsidies.rules.vocabulary import Kind
from subsidies.workflow.disputes import DISPUTE_STEPS
from subsidies.workflow.states import DisputeState

NOT_CONFIRMED = "身份确认已失效"
PROOF_TAKEN_BACK = "该年度的缴费登记已作废"


def dispute_facts(disputes: Sequence[Dispute]) -> Facts:
    """Everything that the guards of the dispute table may ask."""
    sums = Entitlement.objects.filter(pk__in=[one.entitlement_id for one in disputes])
    obstacles = dict.fromkeys(_keys(sums.exclude(person__in=people_settled())), NOT_CONFIRMED)
    is_taken_back = proof_taken_back(OuterRef("person"), OuterRef("year"))
    taken_back = sums.filter(Q(kind=Kind.YEARLY) & is_taken_back)
    obstacles |= dict.fromkeys(_keys(taken_back), PROOF_TAKEN_BACK)
    return {
        one.pk: {"ruling": one.ruling, "obstacle": obstacles.get(one.entitlement_id, "")}
        for one in disputes
    }


def _keys(sums: QuerySet[Entitlement]) -> list[int]:
    return list(sums.values_list("pk", flat=True))


DISPUTES = Machine(
    name="dispute",
    record=Dispute,
    event=DisputeEvent,
    holding=DisputeDesk,
    states=DisputeState,
    table=DISPUTE_STEPS,
    facts=dispute_facts,
)
