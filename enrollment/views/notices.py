"""Public notices: list, posting, page, closing, printing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.forms.notices import PostingForm
from enrollment.models import PublicNotice
from enrollment.queries import notices as queries
from enrollment.services import notices, papers
from enrollment.views import outcomes, ticking
from enrollment.workflow.desks import READING_POSTS
from enrollment.workflow.states import CaseState
from pension.models import Region, RegionLevel
from pension.views.access import OfficerRequest, posts_required
from pension.views.pages import page_links
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post

ROWS = 100
NOTICES = 50


@posts_required(*READING_POSTS)
def notice_list(request: OfficerRequest) -> HttpResponse:
    """What waits to be posted, what hangs, what is over."""
    officer, today = request.user, timezone.localdate()
    may_post = officer.holds(Post.STREET_REVIEW)
    found = queries.with_counts(PublicNotice.objects.visible_to(officer))
    is_closed = request.GET.get("closed") == "1"
    found = found.filter(closed_at__isnull=not is_closed)
    page = Paginator(found, NOTICES).get_page(request.GET.get("page"))
    context = {
        "waiting": queries.waiting_regions(officer, CaseState.NOTICE) if may_post else [],
        "rows": [(notice, queries.period(notice, today)) for notice in page],
        "page": page_links(page, request.GET),
        "tabs": _tabs(is_closed=is_closed),
        "may_post": may_post,
    }
    return render(request, "enrollment/notices/list.html", context)


@posts_required(Post.STREET_REVIEW)
@shows_refusals
def notice_new(request: OfficerRequest, pk: int) -> HttpResponse:
    """The cases of a place that are to be posted; posting them."""
    region = _place(request, pk)
    cases = list(queries.waiting_for_notice(request.user, region))
    seen = queries.fingerprint(case.pk for case in cases)
    initial = ticking.typed(request, posted_on=timezone.localdate(), seen=seen)
    form = PostingForm(ticking.answer(request), initial=initial)
    if form.is_valid():
        said = {"left_out": outcomes.ticked(request, ticking.LEFT_OUT), **form.cleaned_data}
        posted = notices.post(region, by=request.user, at=timezone.now(), **said)
        messages.success(request, f"公示 {posted.notice.number} 已登记，请打印名单张贴")
        outcomes.tell_refused(request, posted.refused)
        return redirect("enrollment:notice", posted.notice.pk)
    sheet = ticking.sheet_of(request, cases, [case.pk for case in cases])
    context = {"region": region, "sheet": sheet, "form": form}
    return render(request, "enrollment/notices/new.html", context)


@posts_required(*READING_POSTS)
def notice_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One notice: until when, who is on it, who is contested, and whether it may be closed."""
    officer, today = request.user, timezone.localdate()
    notice = get_object_or_404(queries.with_counts(PublicNotice.objects.visible_to(officer)), pk=pk)
    entries = Paginator(queries.entries_of(notice), ROWS).get_page(request.GET.get("page"))
    context = {
        "notice": notice,
        "period": queries.period(notice, today),
        "entries": entries,
        "page": page_links(entries, request.GET),
        "objections": queries.objections_of(notice),
        "may_object": officer.holds(Post.STREET_ENTRY, Post.STREET_REVIEW),
        **_closing(request, notice),
    }
    return render(request, "enrollment/notices/page.html", context)


@posts_required(Post.STREET_REVIEW)
@require_POST
@shows_refusals
def notice_close(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a notice: who is not contested goes on to the joint review."""
    notice = get_object_or_404(PublicNotice.objects.visible_to(request.user), pk=pk)
    outcome = notices.close(notice.pk, by=request.user, at=timezone.now())
    outcomes.tell(request, outcome, "公示期满，转区级联审")
    return redirect("enrollment:notice", pk)


@posts_required(*READING_POSTS)
@require_POST
def notice_print(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for the masked list as PDF."""
    notice = get_object_or_404(PublicNotice.objects.visible_to(request.user), pk=pk)
    job = papers.print_notice(notice, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


def _place(request: OfficerRequest, pk: int) -> Region:
    """A street or community of the officer's region."""
    levels = (RegionLevel.STREET, RegionLevel.COMMUNITY)
    places = Region.objects.visible_to(request.user).filter(level__in=levels)
    return get_object_or_404(places.select_related("parent"), pk=pk)


def _closing(request: OfficerRequest, notice: PublicNotice) -> dict[str, Any]:
    """The checks of closing, and the button with what it waits for."""
    checks = queries.closing_checks(notice, request.user, timezone.localdate())
    return {
        "checks": checks,
        "unmet": [check.text for check in checks if not check.met],
        "free": queries.uncontested(notice),
    }


def _tabs(*, is_closed: bool) -> list[dict[str, object]]:
    return [
        {"label": "公示中", "url": "?", "active": not is_closed, "count": None},
        {"label": "已结束", "url": "?closed=1", "active": is_closed, "count": None},
    ]
