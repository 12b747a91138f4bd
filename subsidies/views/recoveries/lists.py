"""The list of recoveries, and of what was overpaid and nobody claims back yet."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.views import lists
from pension.services import jobs
from pension.views.access import OfficerRequest, posts_required
from pension.views.pages import page_links
from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Post
from subsidies.filters.recoveries import RecoveryFilter
from subsidies.jobs.recoveries import RECOVERIES_JOB
from subsidies.queries.overpaid import listed_for
from subsidies.queries.recoveries import totals
from subsidies.rules.overpaid import total_fen
from subsidies.tables.recoveries.lists import found_table, recovery_table
from subsidies.views.listing import asked_page
from subsidies.workflow.readers import MONEY_POSTS

FOUND_SHOWN = 50
FOUND_READERS = (Post.PREPARE, Post.SECOND_CHECK, Post.INSPECT, Post.DIRECTOR)


@posts_required(*MONEY_POSTS)
def recovery_list(request: OfficerRequest) -> HttpResponse:
    """The recoveries by the filters in the address, fifty a page, with totals."""
    today = timezone.localdate()
    chosen = RecoveryFilter(request.GET, officer=request.user, today=today)
    page = asked_page(request, chosen.qs, "笔")
    query = lists.without(request).urlencode()
    url = f"{reverse('subsidies:recoveries_export')}?{query}"
    context = {
        "filter": chosen,
        "chips": lists.chips(request, chosen),
        "clear_url": request.path if request.GET else "",
        "table": recovery_table(page.rows, totals(chosen.qs), today),
        "page": lists.pages(request, page),
        "export": {"url": url, "token": uuid.uuid4().hex, "count": page.count},
        "reads_found": request.user.holds(*FOUND_READERS),
    }
    return render(request, "subsidies/recoveries/list.html", context)


@posts_required(*FOUND_READERS)
def overpaid_list(request: OfficerRequest) -> HttpResponse:
    """What was overpaid and nobody claims back yet, with its working."""
    found = listed_for(request.user, timezone.localdate())
    page = Paginator(found, FOUND_SHOWN).get_page(request.GET.get("page"))
    context = {
        "table": found_table(list(page.object_list), may_propose=request.user.holds(Post.PREPARE)),
        "page": page_links(page, request.GET),
        "total": yuan(total_fen([one.overpaid for one in found])),
    }
    return render(request, "subsidies/recoveries/overpaid.html", context)


@posts_required(*MONEY_POSTS)
@require_POST
def recoveries_export(request: OfficerRequest) -> HttpResponse:
    """Ask for a workbook of exactly what the list shows, with masked numbers."""
    query = lists.without(request).urlencode()
    job = jobs.enqueue(
        RECOVERIES_JOB,
        key=f"{RECOVERIES_JOB}:{request.user.pk}:{request.POST.get('token', '')}"[:160],
        title="导出追回",
        by=request.user,
        at=timezone.now(),
        params={"query": query},
        link=f"{reverse('subsidies:recoveries')}?{query}"[:200],
    )
    return redirect("pension:job", job.pk)
