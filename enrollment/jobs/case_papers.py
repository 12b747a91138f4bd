"""Papers of one case: receipt, list of missing papers, approval sheet with room for stamps."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from enrollment.models import Case
from enrollment.queries import procedure
from enrollment.queries.dossier import Dossier, dossier_of, with_papers
from enrollment.queries.evidence import evidence_of, wanting
from enrollment.queries.places import full_name
from enrollment.services.case_papers import APPROVAL_SHEET, MISSING, RECEIPT
from enrollment.tables.case_papers import land_facts, opinion_boxes, ways_ahead
from enrollment.workflow.states import CaseState, RefusalReason
from pension.documents.pdf import Paper, render
from pension.services.jobs import JobContext, handles
from pension.vocabulary.errors import CaseError


@handles(RECEIPT)
def acceptance_receipt(context: JobContext) -> str:
    """Set the receipt of an application."""
    dossier = _dossier(context)
    case = dossier.case
    rules = procedure.find(procedure.district_of(case.region), case.accepted_on)
    said = {
        "evidence": evidence_of(dossier),
        "submission": dossier.submissions[-1] if dossier.submissions else None,
        "ways": ways_ahead(case, rules),
    }
    return _give(context, case, "acceptance_receipt.html", "受理回执", said)


@handles(MISSING)
def missing_papers(context: JobContext) -> str:
    """Set the list of what the applicant has still to bring, and by which day."""
    dossier = _dossier(context)
    evidence = wanting(dossier)
    if not evidence:
        raise CaseError("材料已经补齐，不必再发补正材料告知单")
    until = date.fromisoformat(context.params["until"])
    said = {"evidence": evidence, "until": until}
    return _give(context, dossier.case, "missing_papers.html", "补正材料告知单", said)


@handles(APPROVAL_SHEET)
def confirmation_sheet(context: JobContext) -> str:
    """Set the approval sheet: particulars, land, and a box for every desk."""
    dossier = _dossier(context)
    case = dossier.case
    refused = case.state == CaseState.REFUSED
    said = {
        "land": land_facts(dossier),
        "boxes": opinion_boxes(dossier),
        "refusal": RefusalReason(case.refusal_code) if refused else None,
    }
    return _give(context, case, "confirmation_sheet.html", "身份确认审批表", said)


def _dossier(context: JobContext) -> Dossier:
    """The case that the paper was asked for, if its owner still sees it."""
    visible = with_papers(Case.objects.visible_to(context.job.owner))
    case = visible.filter(pk=context.params["case"]).first()
    if case is None:
        raise CaseError("本件已不在您单位的辖区内，没有可打印的内容")
    return dossier_of(case)


def _give(context: JobContext, case: Case, template: str, title: str, said: dict[str, Any]) -> str:
    owner = context.job.owner
    common = {
        "title": title,
        "case": case,
        "person": case.person,
        "place": full_name(case.region, with_group=True),
        "day": date.fromisoformat(context.params["day"]),
        "office": owner.office.name if owner.office else "",
        "printed_by": owner.name,
        "printed_at": context.clock(),
    }
    pdf = render(f"pdf/{template}", {**common, **said}, paper=Paper.FORM)
    context.give_out(f"{title}{case.number}.pdf", ContentFile(pdf))
    return f"{title}已排好，可以下载打印"
