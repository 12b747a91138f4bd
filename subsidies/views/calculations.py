"""Runs of calculations, and the lists of what they found."""

import uuid

from django.db.models import Sum
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.views import lists
from pension.services import jobs
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post
from subsidies.filters.calculations import CalculationFilter, EntitlementFilter
from subsidies.forms.calculations import RunForm
from subsidies.jobs.lists import CALCULATIONS_JOB, ENTITLEMENTS_JOB
from subsidies.models import CalculationRun
from subsidies.queries.calculations import runs_of, sum_fen
from subsidies.queries.uncalculated import count_uncalculated
from subsidies.services import calculation_runs
from subsidies.tables.calculations import calculation_table, entitlement_table
from subsidies.tables.runs import run_table, summary_tables
from subsidies.views.listing import asked_page
from subsidies.workflow.readers import MONEY_POSTS

LATEST_RUNS = 20
EXPORTS = {
    "calculations": (CALCULATIONS_JOB, "导出补助核算"),
    "entitlements": (ENTITLEMENTS_JOB, "导出补助资金"),
}
DUE_ONLY = QueryDict("state=due&batched=no")


@posts_required(*MONEY_POSTS)
def calculation_list(request: OfficerRequest) -> HttpResponse:
    """The calculations in force by the filters in the address, fifty a page, with totals."""
    chosen = CalculationFilter(request.GET, officer=request.user)
    sums = chosen.qs.order_by().aggregate(due=Sum("due_fen"), proposed=Sum("proposed_fen"))
    page = asked_page(request, chosen.qs, "人")
    table = calculation_table(page.rows, sums["due"] or 0, sums["proposed"] or 0)
    context = {
        "filter": chosen,
        "chips": lists.chips(request, chosen),
        "clear_url": request.path if request.GET else "",
        "table": table,
        "page": lists.pages(request, page),
        "export": _export_of(request, "calculations", page.count),
        "may_run": request.user.holds(Post.PREPARE),
    }
    return render(request, "subsidies/calculations/list.html", context)


@posts_required(*MONEY_POSTS)
def entitlement_list(request: OfficerRequest) -> HttpResponse:
    """Entitlements by the filters in the address; at first those that wait to be paid."""
    if not request.GET:
        return redirect(f"{request.path}?{DUE_ONLY.urlencode()}")
    chosen = EntitlementFilter(request.GET, officer=request.user)
    page = asked_page(request, chosen.qs, "笔")
    context = {
        "filter": chosen,
        "chips": lists.chips(request, chosen),
        "clear_url": request.path,
        "table": entitlement_table(page.rows, sum_fen(chosen.qs)),
        "page": lists.pages(request, page),
        "export": _export_of(request, "entitlements", page.count),
    }
    return render(request, "subsidies/calculations/entitlements.html", context)


@posts_required(*MONEY_POSTS)
@require_POST
def export_list(request: OfficerRequest, name: str) -> HttpResponse:
    """Ask for a workbook of exactly what a list shows, with masked numbers."""
    if name not in EXPORTS:
        raise Http404
    kind, title = EXPORTS[name]
    query = lists.without(request).urlencode()
    job = jobs.enqueue(
        kind,
        key=f"{kind}:{request.user.pk}:{request.POST.get('token', '')}"[:160],
        title=title,
        by=request.user,
        at=timezone.now(),
        params={"query": query},
        link=f"{reverse(f'subsidies:{name}')}?{query}"[:200],
    )
    return redirect("pension:job", job.pk)


@posts_required(Post.PREPARE)
@shows_refusals
def run_list(request: OfficerRequest) -> HttpResponse:
    """Ask for a run over a region, and the latest runs."""
    now = timezone.now()
    form = RunForm(request.POST or None, officer=request.user, today=timezone.localdate(now))
    if form.is_valid():
        run = calculation_runs.request_run(**form.wanted(), by=request.user, at=now)
        return redirect("subsidies:run", run.pk)
    context = {
        "form": form,
        "waiting": count_uncalculated(request.user),
        "table": run_table(runs_of(request.user, LATEST_RUNS)),
    }
    return render(request, "subsidies/calculations/runs.html", context)


@posts_required(Post.PREPARE, Post.SECOND_CHECK, Post.INSPECT, Post.DIRECTOR)
def run_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One run: its progress until it ends, then what came out."""
    runs = CalculationRun.objects.visible_to(request.user).select_related(
        "region", "rule_set__document", "requested_by", "job"
    )
    run = get_object_or_404(runs, pk=pk)
    poll = reverse("pension:job_progress", args=[run.job_id]) if run.job_id else ""
    context = {"run": run, "job": run.job, "poll_url": poll, **summary_tables(run)}
    return render(request, "subsidies/calculations/run.html", context)


def _export_of(request: OfficerRequest, name: str, count: int) -> dict[str, object]:
    """The button that gives out what the list shows; its token makes a second click one job."""
    query = lists.without(request).urlencode()
    url = reverse("subsidies:export", args=[name])
    return {"url": f"{url}?{query}", "token": uuid.uuid4().hex, "count": count}
