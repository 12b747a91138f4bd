"""Objections to a public notice: register, look into, find."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.forms.notices import ObjectionForm, RejectionForm, UpholdingForm
from enrollment.models import Objection
from enrollment.queries import notices as queries
from enrollment.services import objections
from enrollment.workflow.desks import READING_POSTS
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post


@posts_required(Post.STREET_ENTRY, Post.STREET_REVIEW)
@shows_refusals
def objection_new(request: OfficerRequest, pk: int) -> HttpResponse:
    """Register an objection to one entry of a notice."""
    entry = get_object_or_404(queries.own_entries(request.user), pk=pk)
    initial = {"received_on": timezone.localdate()}
    form = ObjectionForm(request.POST or None, initial=initial)
    if form.is_valid():
        objections.register(entry.pk, form.raised(), by=request.user, at=timezone.now())
        messages.success(
            request, f"已登记对{entry.case.person.name}的异议，结论出来前本件不会办结公示"
        )
        return redirect("enrollment:notice", entry.notice_id)
    context = {"entry": entry, "form": form}
    return render(request, "enrollment/notices/objection_new.html", context)


@posts_required(*READING_POSTS)
def objection_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One objection: what it says, what was found, or the two ways to find."""
    objection = _own(request, pk)
    context = {
        "objection": objection,
        "entry": objection.entry,
        "rejection": RejectionForm(auto_id="reject_%s"),
        "upholding": UpholdingForm(auto_id="uphold_%s"),
        "may_resolve": not objection.outcome and request.user.holds(Post.STREET_REVIEW),
    }
    return render(request, "enrollment/notices/objection.html", context)


@posts_required(Post.STREET_REVIEW)
@require_POST
@shows_refusals
def objection_reject(request: OfficerRequest, pk: int) -> HttpResponse:
    """Find an objection without ground."""
    objection, form = _own(request, pk), RejectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写调查情况（1000 字以内）")
        return redirect("enrollment:objection", pk)
    objections.reject(pk, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, "异议不成立，期满后本件随公示一起转区级联审")
    return redirect("enrollment:notice", objection.entry.notice_id)


@posts_required(Post.STREET_REVIEW)
@require_POST
@shows_refusals
def objection_uphold(request: OfficerRequest, pk: int) -> HttpResponse:
    """Find an objection right: the case is refused or goes back."""
    objection, form = _own(request, pk), UpholdingForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写调查情况（1000 字以内），并选明本件怎么办")
        return redirect("enrollment:objection", pk)
    objections.uphold(
        pk,
        finding=form.cleaned_data["finding"],
        return_to=form.return_to(),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "异议成立，本件已按所选办理")
    return redirect("enrollment:notice", objection.entry.notice_id)


def _own(request: OfficerRequest, pk: int) -> Objection:
    """An objection on a notice that the officer may see."""
    return get_object_or_404(queries.own_objections(request.user), pk=pk)
