"""Decisions on one case: each is a form of its own, all come in by one address per deed."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from enrollment.forms.decisions import AgreeForm, CertificateForm, DecisionForm
from enrollment.models import Case
from enrollment.queries.dossier import dossier_of, paper_opinions, with_papers
from enrollment.services import confirmations
from enrollment.services.corrections import note_certificate
from enrollment.services.moves import insist
from enrollment.views.cases.next_step import CaseWork
from enrollment.views.cases.page import render_case
from enrollment.views.scans import open_scan
from enrollment.workflow.desks import AGREEING_STEPS, QUEUES, READING_POSTS
from enrollment.workflow.states import CaseState, EvidenceState, RefusalReason
from pension.models import Officer
from pension.services import audit
from pension.services.steps import Outcome
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError

Deed = Callable[[Case, DecisionForm, Officer, datetime], Outcome | None]


@require_POST
@posts_required(*READING_POSTS)
@shows_refusals
def decide(request: OfficerRequest, pk: int, deed: str) -> HttpResponse:
    """Take a decision on a case; a form with errors comes back on the page of the case."""
    case = get_object_or_404(with_papers(Case.objects.visible_to(request.user)), pk=pk)
    form = _form(request, case, deed)
    if not form.is_valid():
        return render_case(request, case, {deed: form})
    if form.cleaned_data["round"] not in (None, case.round):
        raise CaseError(f"本件已进入第 {case.round} 轮，页面上的内容已过时，请看过现在的内容再办")
    outcome = DEEDS[deed](case, form, request.user, timezone.now())
    if outcome is not None:
        insist(outcome)
    messages.success(request, f"{case.person.name}（{case.number}）{SAID[deed]}")
    return redirect(onward(request, case))


@posts_required(*READING_POSTS)
def opinion_scan(request: OfficerRequest, pk: int) -> FileResponse:
    """The scan of a paper opinion; opening it leaves a trace."""
    opinion = get_object_or_404(paper_opinions(request.user), pk=pk)
    deed = audit.Deed("打开意见扫描件", "case", opinion.case_id, {"desk": opinion.desk})
    return open_scan(request, opinion.scan, deed)


def _form(request: OfficerRequest, case: Case, deed: str) -> DecisionForm:
    if deed not in DEEDS:
        raise Http404
    if deed == "certificate":
        return CertificateForm(request.POST, auto_id="certificate_%s")
    work = CaseWork(dossier_of(case), request.user)
    form = work.form(deed, request.POST, request.FILES)
    if form is None:
        raise Http404
    return form


def onward(request: OfficerRequest, case: Case) -> str:
    """To the next case of the desk that is worked through, else back to the case."""
    desk = request.GET.get("desk", "")
    if desk not in QUEUES:
        return reverse("enrollment:case", args=[case.pk])
    skipped = urlencode({"skip": request.GET.getlist("skip")}, doseq=True)
    return f"{reverse('enrollment:desk_next', args=[desk])}?{skipped}"


def _agree(case: Case, form: DecisionForm, by: Officer, at: datetime) -> Outcome:
    said = form.cleaned_data
    if not isinstance(form, AgreeForm) or said["step"] not in AGREEING_STEPS:
        raise CaseError("没有选明要办理的步骤，请刷新页面后重试")
    return confirmations.confirm(
        [case.pk], said["step"], by=by, at=at, text=said["text"], put_right=form.put_right()
    )


def _paper(case: Case, form: DecisionForm, by: Officer, at: datetime) -> Outcome:
    said = form.cleaned_data
    return confirmations.confirm_on_paper(
        [case.pk],
        said["step"],
        by=by,
        at=at,
        signed_by=said["signed_by"],
        signed_on=said["signed_on"],
        scan=said["scan"],
        text=said["text"],
    )


def _police(case: Case, form: DecisionForm, by: Officer, at: datetime) -> Outcome:
    return confirmations.ask_police([case.pk], by=by, at=at, text=form.cleaned_data["reason"])


def _return(case: Case, form: DecisionForm, by: Officer, at: datetime) -> Outcome:
    said = form.cleaned_data
    target = CaseState(said["target"])
    return confirmations.send_back(
        [case.pk], said["step"], target, by=by, at=at, reason=said["reason"]
    )


def _refuse(case: Case, form: DecisionForm, by: Officer, at: datetime) -> Outcome:
    said = form.cleaned_data
    code = RefusalReason(said["code"])
    return confirmations.refuse([case.pk], said["step"], code, by=by, at=at, reason=said["reason"])


def _withdraw(case: Case, form: DecisionForm, by: Officer, at: datetime) -> None:
    confirmations.withdraw(case.pk, by=by, at=at, reason=form.cleaned_data["reason"])


def _reopen(case: Case, form: DecisionForm, by: Officer, at: datetime) -> None:
    confirmations.reopen(case.pk, by=by, at=at, reason=form.cleaned_data["reason"])


def _certificate(case: Case, form: DecisionForm, by: Officer, at: datetime) -> None:
    note_certificate(case.pk, EvidenceState(form.cleaned_data["certificate"]), by=by, at=at)


DEEDS: Mapping[str, Deed] = {
    "agree": _agree,
    "paper": _paper,
    "police": _police,
    "return": _return,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "reopen": _reopen,
    "certificate": _certificate,
}

# What the page says once a decision is taken.
SAID: Mapping[str, str] = {
    "agree": "已确认",
    "paper": "的纸质意见已代录",
    "police": "已请公安核对",
    "return": "已退回",
    "refuse": "已登记为不予确认",
    "withdraw": "已撤回",
    "reopen": "已重新办理",
    "certificate": "的确权证情况已登记",
}
