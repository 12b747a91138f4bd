"""The list of batches, and the list of what is to be paid again."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.views import lists
from enrollment.workflow.desks import READING_POSTS
from pension.services import jobs
from pension.views.access import OfficerRequest, officer_required, posts_required
from pension.views.pages import page_links
from pension.vocabulary.posts import Post
from subsidies.filters.batches import ArrearsFilter, BatchFilter
from subsidies.jobs.batch_lists import ARREARS_JOB
from subsidies.queries.arrears import hindrances, total_of
from subsidies.queries.batches.sums import sums_of, sums_of_all
from subsidies.tables.batches.lists import arrears_table, batch_table
from subsidies.views.listing import asked_page
from subsidies.workflow.readers import MONEY_POSTS

BATCHES_SHOWN = 30


@officer_required
def batch_list(request: OfficerRequest) -> HttpResponse:
    """The batches by the filters in the address, newest first, with totals of them all."""
    chosen = BatchFilter(request.GET, officer=request.user)
    page = Paginator(chosen.qs, BATCHES_SHOWN).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    counted = sums_of([batch.pk for batch in rows], request.user)
    context = {
        "filter": chosen,
        "chips": lists.chips(request, chosen),
        "clear_url": request.path if request.GET else "",
        "table": batch_table(rows, counted, sums_of_all(chosen.qs, request.user)),
        "page": page_links(page, request.GET),
        "may_draft": request.user.holds(Post.PREPARE),
    }
    return render(request, "subsidies/batches/list.html", context)


@officer_required
def arrears_list(request: OfficerRequest) -> HttpResponse:
    """What is to be paid again: why, what to do, and whether it can enter the next batch."""
    chosen = ArrearsFilter(request.GET, officer=request.user)
    page = asked_page(request, chosen.qs, "行")
    query = lists.without(request).urlencode()
    url = reverse("subsidies:arrears_export")
    may_open = request.user.holds(*READING_POSTS)
    context = {
        "filter": chosen,
        "chips": lists.chips(request, chosen),
        "clear_url": request.path if request.GET else "",
        "table": arrears_table(
            page.rows, total_of(chosen.qs), hindrances(page.rows), may_open=may_open
        ),
        "page": lists.pages(request, page),
        "export": {"url": f"{url}?{query}", "token": uuid.uuid4().hex, "count": page.count},
        "may_draft": request.user.holds(Post.PREPARE),
    }
    return render(request, "subsidies/batches/arrears.html", context)


@posts_required(*MONEY_POSTS)
@require_POST
def arrears_export(request: OfficerRequest) -> HttpResponse:
    """Ask for a workbook of exactly what the list shows, with masked numbers."""
    query = lists.without(request).urlencode()
    job = jobs.enqueue(
        ARREARS_JOB,
        key=f"{ARREARS_JOB}:{request.user.pk}:{request.POST.get('token', '')}"[:160],
        title="导出待补发名单",
        by=request.user,
        at=timezone.now(),
        params={"query": query},
        link=f"{reverse('subsidies:arrears')}?{query}"[:200],
    )
    return redirect("pension:job", job.pk)
