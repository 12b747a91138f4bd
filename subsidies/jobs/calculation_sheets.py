"""The 计算单: one calculation as a paper that its person can read."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from pension.documents.pdf import render
from pension.services.jobs import JobContext, handles
from pension.vocabulary.masking import mask_identity
from subsidies.models import Calculation
from subsidies.queries.calculations import calculation_of
from subsidies.queries.ledger import holdings_of
from subsidies.queries.overpaid import overpaid_of
from subsidies.rules.explanations import explain
from subsidies.rules.facts import Facts
from subsidies.services.calculation_sheets import SHEET_JOB
from subsidies.tables.facts import facts_of
from subsidies.tables.working import decision_of, result_of, strip_of, working_table


@handles(SHEET_JOB)
def write_calculation_sheet(context: JobContext) -> str:
    """Set the sheet of one calculation as PDF, with the identity number masked."""
    officer = context.job.owner
    calculation = calculation_of(context.params["calculation"], officer)
    paper = sheet_context(calculation) | {
        "overpaid": _overpaid(calculation, timezone.localdate(context.clock())),
        "office": str(officer.office),
        "printed_by": officer.name,
        "printed_at": context.clock(),
    }
    pdf = render("pdf/calculation.html", paper)
    name = f"计算单{calculation.number}.pdf"
    context.give_out(name, ContentFile(pdf, name))
    return f"计算单 {calculation.number} 已生成"


def sheet_context(calculation: Calculation) -> dict[str, Any]:
    """Everything that the sheet says of a calculation."""
    person = calculation.person
    decision = decision_of(calculation)
    facts = facts_of(Facts.from_json(calculation.facts))
    holdings = holdings_of([person.pk])[person.pk]
    return {
        "calculation": calculation,
        "person": person,
        "identity": mask_identity(person.identity_number),
        "place": f"{person.region.parent or ''}{person.region}",
        "facts": [facts[start : start + 3] for start in range(0, len(facts), 3)],
        "sentences": explain(decision),
        "table": working_table(decision),
        "result": result_of(decision),
        "reasons": sorted(reason.label for reason in decision.reasons),
        "strip": strip_of(decision, holdings),
    }


def _overpaid(calculation: Calculation, today: date) -> list[str]:
    """What was overpaid to the person and isn't claimed back yet, in words."""
    found = overpaid_of([calculation.person_id], today).get(calculation.person_id, [])
    return [one.sentence for one in found]
