"""Proposing a recovery, its page, its steps and its letter."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django import forms as django_forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.queries.insured import case_glance
from enrollment.views.scans import open_scan
from pension.models import Officer
from pension.services import audit
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.forms import recoveries as forms
from subsidies.forms.batches import ReasonForm
from subsidies.models import Recovery
from subsidies.queries import overpaid
from subsidies.queries import recoveries as queries
from subsidies.services import recoveries
from subsidies.tables.recoveries.actions import chain_of, deeds_of, next_step, seen_by
from subsidies.tables.recoveries.lists import tone_of
from subsidies.tables.recoveries.pages import plan_table, returns_table, working_table
from subsidies.workflow.readers import BUREAU_MONEY_POSTS, MONEY_POSTS
from subsidies.workflow.recoveries import RECOVERY_STEPS

PROPOSED = "提出追回"
FormT = TypeVar("FormT", bound=django_forms.Form)


@posts_required(Post.PREPARE)
@shows_refusals
def recovery_new(request: OfficerRequest, pk: int) -> HttpResponse:
    """Propose a recovery from the person of a case."""
    glance = case_glance(pk, request.user)
    if glance is None:
        raise Http404
    now = timezone.now()
    found = overpaid.overpaid_of([glance.person_id], timezone.localdate(now))
    form = forms.ProposalForm(
        request.POST or None,
        found=found.get(glance.person_id, []),
        payments=list(overpaid.payments_of(glance.person_id)),
        name=glance.name,
    )
    if form.is_valid():
        made = recoveries.propose(glance.person_id, form.proposal, by=request.user, at=now)
        return redirect("subsidies:recovery", made.pk)
    return render(request, "subsidies/recoveries/new.html", {"form": form, "glance": glance})


@posts_required(*MONEY_POSTS)
def recovery_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One recovery: its way, its working, its plan, what came back, what comes next."""
    running = queries.running_jobs(pk, request.user)
    recovery = get_object_or_404(queries.listed(request.user), pk=pk)
    today = timezone.localdate()
    seen = seen_by(request.user, recovery)
    deeds = deeds_of(recovery, seen, request.user)
    context = {
        "recovery": recovery,
        "tone": tone_of(recovery),
        "late_fen": queries.overdue_of(recovery, today),
        "chain": chain_of(recovery),
        "step": next_step(recovery, seen, request.user),
        "actions": [deed.action for deed in deeds],
        "dialogs": [deed for deed in deeds if deed.form],
        **_tables(recovery, today),
        **_around(recovery, request.user),
        "jobs": [(job, reverse("pension:job_progress", args=[job.pk])) for job in running],
    }
    return render(request, "subsidies/recoveries/page.html", context)


@posts_required(*MONEY_POSTS)
@require_POST
@shows_refusals
def recovery_step(request: OfficerRequest, pk: int, step: str) -> HttpResponse:
    """Take a step on a recovery with what its form says."""
    recovery = get_object_or_404(Recovery.objects.visible_to(request.user), pk=pk)
    if step not in RECOVERY_STEPS:
        raise Http404
    _act(request, recovery, step)
    label = RECOVERY_STEPS[step].label
    messages.success(request, f"{recovery.number}：已办理「{label}」")
    return redirect("subsidies:recovery", pk)


@posts_required(*MONEY_POSTS)
@require_POST
@shows_refusals
def recovery_letter(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have the 追回通知书 set."""
    recovery = get_object_or_404(Recovery.objects.visible_to(request.user), pk=pk)
    job = recoveries.request_letter(recovery, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


@posts_required(*MONEY_POSTS)
def receipt_scan(request: OfficerRequest, pk: int, receipt: int) -> FileResponse:
    """The scan of a voucher of money that came back; opening it leaves a trace."""
    recovery = get_object_or_404(Recovery.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(recovery.receipts, pk=receipt)
    deed = audit.Deed("打开退款凭证扫描件", "recovery", pk, {"note": found.voucher_number})
    return open_scan(request, found.scan, deed)


def _tables(recovery: Recovery, today: date) -> dict[str, Any]:
    """What a recovery rests on, its plan, what came back."""
    return {
        "working": working_table(recovery),
        "plan": plan_table(recovery, today),
        "returns": returns_table(recovery),
    }


def _around(recovery: Recovery, officer: Officer) -> dict[str, Any]:
    """Letters and history."""
    events = recovery.events.select_related("officer").order_by("-at", "-pk")
    return {
        "files": queries.files(recovery.pk, officer),
        "may_print": bool(recovery.decision_number) and officer.holds(*BUREAU_MONEY_POSTS),
        "case_id": queries.case_of(recovery),
        "history": [
            {
                "who": event.officer.name,
                "deed": _label(event.step),
                "at": event.at,
                "note": event.reason,
            }
            for event in events
        ],
    }


def _label(step: str) -> str:
    return RECOVERY_STEPS[step].label if step in RECOVERY_STEPS else PROPOSED


Act = Callable[[int, Any, dict[str, Any]], object]
FORMS: Mapping[str, tuple[type[django_forms.Form], Act]] = {
    "plan": (forms.PlanForm, lambda pk, form, who: recoveries.plan(pk, **form.cleaned_data, **who)),
    "hear": (
        forms.HearingForm,
        lambda pk, form, who: recoveries.hear(pk, **form.cleaned_data, **who),
    ),
    "decide": (forms.DecisionForm, lambda pk, form, who: recoveries.decide(pk, form.paper, **who)),
    "waive": (
        forms.WaiverForm,
        lambda pk, form, who: recoveries.waive(
            pk, form.paper, reason=form.cleaned_data["reason"], **who
        ),
    ),
    "serve": (
        forms.ServiceForm,
        lambda pk, form, who: recoveries.serve(pk, **form.cleaned_data, **who),
    ),
    "receive": (forms.ReceiptForm, lambda pk, form, who: recoveries.receive(pk, form.money, **who)),
}
REASONED: Mapping[str, Callable[..., Recovery]] = {
    "reopen": recoveries.reopen,
    "revoke": recoveries.revoke,
}


def _act(request: OfficerRequest, recovery: Recovery, step: str) -> None:
    """Do what a step asks; a form that isn't filled in rightly is refused field by field."""
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if step in FORMS:
        form_class, act = FORMS[step]
        act(recovery.pk, _valid(form_class(request.POST, request.FILES)), who)
    elif step == "void_receipt":
        said = _valid(forms.VoidReceiptForm(request.POST, recovery=recovery)).cleaned_data
        recoveries.void_receipt(recovery.pk, said["receipt"], reason=said["reason"], **who)
    elif step == "set_off":
        dues = list(queries.open_set_offs(recovery, request.user))
        form = _valid(forms.SetOffForm(request.POST, dues=dues))
        recoveries.set_off(recovery.pk, form.cleaned_data["entitlement"], **who)
    elif step in REASONED:
        REASONED[step](recovery.pk, reason=_reason(request), **who)
    elif step == "settle":
        recoveries.settle(recovery.pk, **who)
    else:
        recoveries.go(recovery.pk, step, reason=request.POST.get("reason", ""), **who)


def _reason(request: OfficerRequest) -> str:
    form = _valid(ReasonForm(request.POST))
    reason: str = form.cleaned_data["reason"]
    return reason


def _valid(form: FormT) -> FormT:
    """The form, filled in; refused with every fault, each of which names its field."""
    if not form.is_valid():
        raise CaseError(*(str(fault) for faults in form.errors.values() for fault in faults))
    return form
