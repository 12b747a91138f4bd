"""Sums that wait for a ruling: the list, one of them, and the steps that two officers take."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.views import lists
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError
from subsidies.filters.disputes import DisputeFilter
from subsidies.forms.batches import ReasonForm
from subsidies.forms.disputes import RulingForm
from subsidies.models import Dispute
from subsidies.queries.disputes import held_row, listed, totals
from subsidies.rules.decision import Decision
from subsidies.services import disputes
from subsidies.tables.disputes import (
    actions_of,
    changes_between,
    dispute_table,
    label_of,
    ruling_of,
    tone_of,
)
from subsidies.tables.working import decision_of, working_table
from subsidies.views.listing import asked_page
from subsidies.workflow.disputes import DISPUTE_STEPS
from subsidies.workflow.readers import MONEY_POSTS

ARISEN = "重新核算时转入待裁定"


@posts_required(*MONEY_POSTS)
def dispute_list(request: OfficerRequest) -> HttpResponse:
    """The disputes by the filters in the address, fifty a page, with totals."""
    chosen = DisputeFilter(request.GET, officer=request.user)
    page = asked_page(request, chosen.qs, "笔")
    context = {
        "filter": chosen,
        "chips": lists.chips(request, chosen),
        "clear_url": request.path if request.GET else "",
        "table": dispute_table(page.rows, totals(chosen.qs)),
        "page": lists.pages(request, page),
    }
    return render(request, "subsidies/disputes/list.html", context)


@posts_required(*MONEY_POSTS)
def dispute_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One dispute: both workings, what is ruled, what comes next."""
    dispute = get_object_or_404(listed(request.user), pk=pk)
    found = actions_of(dispute, request.user)
    context = {
        "dispute": dispute,
        "label": label_of(dispute),
        "ruling": ruling_of(dispute),
        "tone": tone_of(dispute),
        "row": held_row(dispute),
        "actions": [action for action, _ in found],
        "dialogs": [(action, form) for action, form in found if form],
        **_workings(dispute),
        "history": _history(dispute),
    }
    return render(request, "subsidies/disputes/page.html", context)


@posts_required(*MONEY_POSTS)
@require_POST
@shows_refusals
def dispute_step(request: OfficerRequest, pk: int, step: str) -> HttpResponse:
    """Take a step on a dispute with what its form says."""
    dispute = get_object_or_404(Dispute.objects.visible_to(request.user), pk=pk)
    if step not in ACTS:
        raise Http404
    ACTS[step](dispute.pk, request, {"by": request.user, "at": timezone.now()})
    messages.success(request, f"{dispute.number}：已办理「{DISPUTE_STEPS[step].label}」")
    return redirect("subsidies:dispute", pk)


def _workings(dispute: Dispute) -> dict[str, Any]:
    """The working that found the sum due, and the one that contradicts it."""
    first = dispute.entitlement.calculation
    return {
        "before": working_table(decision_of(first)) if first else None,
        "changes": changes_between(first, dispute.calculation) if first else [],
        "after": working_table(Decision.from_json(dispute.found)) if dispute.found else None,
    }


def _history(dispute: Dispute) -> list[dict[str, Any]]:
    events = dispute.events.select_related("officer").order_by("-at", "-pk")
    return [
        {
            "who": event.officer.name,
            "deed": DISPUTE_STEPS[event.step].label if event.step in DISPUTE_STEPS else ARISEN,
            "at": event.at,
            "note": event.reason,
        }
        for event in events
    ]


def _rule(pk: int, request: OfficerRequest, who: dict[str, Any]) -> None:
    said = _said(RulingForm(request.POST))
    disputes.rule(pk, said["ruling"], reason=said["reason"], **who)


def _confirm(pk: int, request: OfficerRequest, who: dict[str, Any]) -> None:
    disputes.confirm(pk, **who)


def _send_back(pk: int, request: OfficerRequest, who: dict[str, Any]) -> None:
    disputes.send_back(pk, reason=_said(ReasonForm(request.POST))["reason"], **who)


ACTS: dict[str, Callable[[int, OfficerRequest, dict[str, Any]], None]] = {
    "rule": _rule,
    "confirm": _confirm,
    "send_back": _send_back,
}


def _said(form: RulingForm | ReasonForm) -> dict[str, Any]:
    """What a form says; refused with every fault, each of which names its field."""
    if not form.is_valid():
        raise CaseError(*(str(fault) for faults in form.errors.values() for fault in faults))
    return form.cleaned_data
