"""待核算: who still has to be worked out, and the calculation of some or all of them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.rules.categories import Category
from enrollment.views import lists
from pension.models import Region
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import insist, shows_refusals
from pension.vocabulary.errors import CaseError
from pension.vocabulary.keys import parse_keys
from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Post
from subsidies.filters.uncalculated import UncalculatedFilter
from subsidies.queries.uncalculated import waiting_rows, with_grounds
from subsidies.services import calculation_runs, calculations
from subsidies.tables.uncalculated import uncalculated_table
from subsidies.views.listing import asked_page

TOKEN_LENGTH = 36
TICKED = ({"label": "核算所选", "value": "calculate", "tone": "primary"},)


@posts_required(Post.PREPARE)
def uncalculated_list(request: OfficerRequest) -> HttpResponse:
    """Who waits to be worked out and why, by the filters in the address, fifty a page."""
    chosen = UncalculatedFilter(request.GET, officer=request.user)
    page = asked_page(request, with_grounds(chosen.qs), "件")
    context = {
        "filter": chosen,
        "chips": lists.chips(request, chosen),
        "clear_url": request.path if request.GET else "",
        "table": uncalculated_table(waiting_rows(page.rows)),
        "page": lists.pages(request, page),
        "count": page.count,
        "query": lists.without(request).urlencode(),
        "token": uuid.uuid4().hex,
        "today": timezone.localdate(),
        "actions": TICKED,
    }
    return render(request, "subsidies/calculations/uncalculated.html", context)


@posts_required(Post.PREPARE)
@require_POST
@shows_refusals
def calculate_ticked(request: OfficerRequest) -> HttpResponse:
    """Work out the ticked cases as of today, at once."""
    keys, now = parse_keys(request.POST.getlist("rows")), timezone.now()
    summary = calculations.calculate_ticked(
        keys, judged_on=timezone.localdate(now), by=request.user, at=now
    )
    messages.success(request, f"已核算 {summary.persons} 人，应补 {yuan(summary.total_fen)} 元")
    for sentence, count in summary.missing.most_common():
        messages.warning(request, f"{sentence}：影响 {count} 人")
    if summary.disputed:
        messages.warning(
            request, f"有 {summary.disputed} 笔未发放的款项与重新核算有矛盾，转入「待裁定」"
        )
    return redirect(f"{reverse('subsidies:uncalculated')}?{lists.without(request).urlencode()}")


@posts_required(Post.PREPARE)
@require_POST
@shows_refusals
def calculate_all(request: OfficerRequest) -> HttpResponse:
    """Ask for a run over all that the list shows, as of today."""
    now = timezone.now()
    run = calculation_runs.request_run(
        **_asked(request),
        is_of_waiting=True,
        judged_on=timezone.localdate(now),
        token=request.POST.get("token", "")[:TOKEN_LENGTH] or uuid.uuid4().hex,
        by=request.user,
        at=now,
    )
    return redirect("subsidies:run", run.pk)


def _asked(request: OfficerRequest) -> dict[str, Any]:
    """Region and category of the filters in the address, as a run takes them."""
    form = UncalculatedFilter(request.GET, officer=request.user).form
    insist(form)
    if request.user.office is None:
        raise CaseError("您的账号没有所属机构，不能核算")
    place, category = form.cleaned_data.get("place"), form.cleaned_data["category"]
    there = Region.objects.visible_to(request.user).filter(valid_to__isnull=True)
    return {
        "region": there.get(code=place) if place else request.user.office.region,
        "category": Category(category) if category else None,
    }
