"""Binds the pure step table of cases to their tables."""

from enrollment.models import Case, CaseDesk, CaseEvent
from enrollment.queries.facts import case_facts
from enrollment.services.deadlines import deadlines
from enrollment.workflow.cases import ALL_CASE_STEPS
from enrollment.workflow.states import CaseState
from pension.services.steps import Machine

CASES = Machine(
    name="case",
    record=Case,
    event=CaseEvent,
    holding=CaseDesk,
    states=CaseState,
    table=ALL_CASE_STEPS,
    facts=case_facts,
    deadlines=deadlines,
)
