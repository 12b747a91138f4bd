"""Letters to applicants, set as official papers."""

from django.core.files.base import ContentFile
from django.utils import timezone

from enrollment.models import Case
from enrollment.queries import procedure
from enrollment.queries.dossier import with_papers
from enrollment.queries.refusals import decision_on
from enrollment.services.letters import REFUSAL_LETTER
from enrollment.workflow.states import CaseState, RefusalReason
from pension.documents.pdf import Paper, render
from pension.services.jobs import JobContext, handles
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk


@handles(REFUSAL_LETTER)
def refusal_letter(context: JobContext) -> str:
    """Set the letter of a refusal: the reason, the remedy, until when a review can be asked for."""
    owner = context.job.owner
    case = with_papers(Case.objects.visible_to(owner)).get(pk=context.params["case"])
    decision = decision_on(case)
    if decision is None or case.state != CaseState.REFUSED:
        raise CaseError("本件已不是「不予确认」，没有可以打印的通知书")
    rules = procedure.find(procedure.district_of(case.region), timezone.localdate(decision.at))
    said = {
        "case": case,
        "reason": RefusalReason(case.refusal_code),
        "finding": decision.reason.rstrip("。；;， "),
        "desk": Desk(decision.desk),
        "basis": rules.document if rules else "",
        "office": decision.officer.office,
        "day": timezone.localdate(decision.at),
    }
    pdf = render("pdf/refusal_letter.html", said, paper=Paper.OFFICIAL)
    context.give_out(f"不予确认通知书{case.number}.pdf", ContentFile(pdf))
    return "通知书已排好，可以打印盖章"
