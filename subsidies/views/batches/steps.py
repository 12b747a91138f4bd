"""Decisions on a batch and on its rows."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.views.access import OfficerRequest, officer_required
from pension.views.refusals import came_from, shows_refusals
from pension.vocabulary.keys import parse_keys
from subsidies.forms.batches import LateSuccessForm, RestForm, refuse_unfit
from subsidies.models import TransferBatch
from subsidies.queries.batches.sums import Total
from subsidies.services import batches
from subsidies.services.batches import sheets
from subsidies.workflow.batches import ALL_BATCH_STEPS

ROW_DEEDS: Mapping[str, tuple[Callable[..., int], str]] = {
    "drop": (batches.drop_rows, "移出"),
    "hold": (batches.hold_rows, "暂缓"),
    "sent-back": (batches.record_sent_back, "登记退回"),
    "flag": (batches.flag_rows, "标记为信息有误"),
}
WHOLE_STEPS: Mapping[str, Callable[..., TransferBatch]] = {
    "verify": batches.verify,
    "lock": batches.lock,
    "close": batches.close,
}
SHEETS = {"approval": sheets.request_approval_sheet, "closing": sheets.request_closing_sheet}


@officer_required
@require_POST
@shows_refusals
def batch_step(request: OfficerRequest, pk: int, step: str) -> HttpResponse:
    """Take a step on a batch."""
    batch = _batch_or_404(request, pk)
    said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    reason = request.POST.get("reason", "")
    if step in batches.PLAIN_STEPS:
        batches.go(batch.pk, step, **said)
    elif step in batches.SEND_BACKS:
        batches.send_back(batch.pk, step, reason=reason, **said)
    elif step == "cancel":
        batches.cancel(batch.pk, reason=reason, **said)
    elif step in WHOLE_STEPS:
        WHOLE_STEPS[step](batch.pk, **said)
    else:
        raise Http404
    messages.success(request, f"{batch.number}：已办理「{ALL_BATCH_STEPS[step].label}」")
    return redirect("subsidies:batch", pk)


@officer_required
@require_POST
@shows_refusals
def batch_rows(request: OfficerRequest, pk: int, deed: str) -> HttpResponse:
    """Take rows out, put them aside, note that they came back, or say that they are wrong."""
    batch = _batch_or_404(request, pk)
    if deed not in ROW_DEEDS:
        raise Http404
    act, word = ROW_DEEDS[deed]
    rows = parse_keys(request.POST.getlist("rows"))
    note = request.POST.get("note", "")
    count = act(batch.pk, rows, note=note, by=request.user, at=timezone.now())
    messages.success(request, f"已{word} {count} 行")
    return redirect(came_from(request, reverse("subsidies:batch", args=[pk])))


@officer_required
@require_POST
@shows_refusals
def batch_roster(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have the roster written; a second click finds the same job."""
    batch = _batch_or_404(request, pk)
    batches.request_roster(batch.pk, by=request.user, at=timezone.now())
    return redirect("subsidies:batch", pk)


@officer_required
@require_POST
@shows_refusals
def batch_sheet(request: OfficerRequest, pk: int, name: str) -> HttpResponse:
    """Have the approval sheet or the closing sheet set."""
    batch = _batch_or_404(request, pk)
    if name not in SHEETS:
        raise Http404
    job = SHEETS[name](batch, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


@officer_required
@require_POST
@shows_refusals
def batch_rest(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note the rows that the bank's file doesn't name as paid, by count and sum."""
    batch = _batch_or_404(request, pk)
    form = refuse_unfit(RestForm(request.POST))
    stated = Total(form.cleaned_data["rows"], form.cleaned_data["amount"])
    batches.confirm_rest(batch.pk, stated, by=request.user, at=timezone.now())
    messages.success(request, f"已按回单确认其余 {stated.rows} 行成功")
    return redirect("subsidies:batch", pk)


@officer_required
@require_POST
@shows_refusals
def batch_late_success(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note that the bank paid a row which it had reported as failed."""
    batch = _batch_or_404(request, pk)
    form = refuse_unfit(LateSuccessForm(request.POST, request.FILES))
    row = batches.record_late_success(
        batch.pk, form.cleaned_data["position"], form.paper, by=request.user, at=timezone.now()
    )
    messages.success(request, f"第 {row.position} 行已登记迟到成功")
    return redirect("subsidies:batch", pk)


def _batch_or_404(request: OfficerRequest, pk: int) -> TransferBatch:
    return get_object_or_404(TransferBatch.objects.visible_to(request.user), pk=pk)
