"""Signed rosters of village groups: register, look at, take people off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from enrollment.forms.rosters import RosterForm, TakeOffForm
from enrollment.models import Case, SignedRoster
from enrollment.models.cases import CaseQuerySet
from enrollment.queries import rosters as queries
from enrollment.services import rosters
from enrollment.views import ticking
from enrollment.views.outcomes import ticked
from enrollment.views.scans import open_scan
from enrollment.workflow.desks import READING_POSTS
from pension.models import Region
from pension.services import audit
from pension.views.access import OfficerRequest, posts_required
from pension.views.pages import page_links
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post

ROSTERS = 50


@posts_required(*rosters.POSTS)
def roster_list(request: OfficerRequest) -> HttpResponse:
    """Groups with people to sign for, and the rosters registered."""
    found = queries.rosters(request.user)
    page = Paginator(found, ROSTERS).get_page(request.GET.get("page"))
    context = {
        "groups": queries.unsigned_groups(request.user),
        "rosters": page,
        "page": page_links(page, request.GET),
    }
    return render(request, "enrollment/rosters/list.html", context)


@posts_required(*rosters.POSTS)
@shows_refusals
def roster_new(request: OfficerRequest, pk: int) -> HttpResponse:
    """The people of a group who stand on no roster; registering the group's signature."""
    group = get_object_or_404(
        Region.objects.visible_to(request.user).select_related("parent"), pk=pk
    )
    initial = ticking.typed(request, signed_on=timezone.localdate())
    sent = ticking.answer(request)
    form = RosterForm(sent, request.FILES if sent else None, initial=initial)
    if form.is_valid():
        left_out = set(ticked(request, ticking.LEFT_OUT))
        listed = [key for key in ticked(request, "listed") if key not in left_out]
        roster = rosters.register(listed, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"{group.parent}{group}签字已登记 {len(listed):,} 人")
        return redirect("enrollment:roster", roster.pk)
    cases = list(queries.unsigned(request.user).filter(region=group).select_related("person"))
    keys = [case.pk for case in cases]
    sheet = ticking.sheet_of(request, cases, keys)
    context = {"group": group, "sheet": sheet, "keys": keys, "form": form}
    return render(request, "enrollment/rosters/new.html", context)


@posts_required(*READING_POSTS)
@shows_refusals
def roster_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Who stands on a roster; taking people off who were put on by mistake."""
    roster = get_object_or_404(queries.rosters(request.user), pk=pk)
    form = TakeOffForm(request.POST or None)
    if form.is_valid():
        by, at, reason = request.user, timezone.now(), form.cleaned_data["reason"]
        count = rosters.take_off(ticked(request), reason=reason, by=by, at=at)
        messages.success(request, f"已从花名册移出 {count} 人")
        return redirect("enrollment:roster", pk)
    page = Paginator(_people(request, roster), ticking.ROWS).get_page(request.GET.get("page"))
    context = {
        "roster": roster,
        "cases": page,
        "page": page_links(page, request.GET),
        "form": form,
        "may_change": request.user.holds(*rosters.POSTS),
        "may_confirm": request.user.holds(Post.COMMUNITY_CONFIRM),
    }
    return render(request, "enrollment/rosters/page.html", context)


@posts_required(*READING_POSTS)
def roster_scan(request: OfficerRequest, pk: int) -> FileResponse:
    """The scan of a signed roster."""
    roster = get_object_or_404(queries.rosters(request.user), pk=pk)
    return open_scan(request, roster.scan, audit.Deed("查看签字花名册", "signed_roster", pk))


def _people(request: OfficerRequest, roster: SignedRoster) -> CaseQuerySet:
    """The cases on a roster with their people, in the order of their keys."""
    cases = Case.objects.visible_to(request.user).filter(signed_roster=roster)
    return cases.select_related("person").order_by("pk")
