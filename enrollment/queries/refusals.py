"""The decision by which a case was refused."""

from enrollment.models import Case, CaseEvent
from enrollment.workflow.states import CaseState


def decision_on(case: Case) -> CaseEvent | None:
    """The last refusal of a case with who took it and their office; None where none was."""
    refusals = case.events.filter(to_state=CaseState.REFUSED).select_related("officer__office")
    return refusals.order_by("at").last()
