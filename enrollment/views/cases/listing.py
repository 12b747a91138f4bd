"""The list «身份确认», and its export as it is shown."""

import uuid
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.filters.cases import CaseFilter
from enrollment.jobs.exports import EXPORT_JOB
from enrollment.queries.cases import case_rows, with_relations
from enrollment.queries.paging import page_of
from enrollment.queries.queues import waiting
from enrollment.tables.cases import case_table
from enrollment.views import lists
from enrollment.workflow.desks import QUEUES, READING_POSTS, Queue, queues_of
from enrollment.workflow.states import CaseState
from pension.queries.worklist import count_words, counted
from pension.services import jobs
from pension.views.access import OfficerRequest, posts_required
from pension.vocabulary.posts import Post


@posts_required(*READING_POSTS)
def case_list(request: OfficerRequest) -> HttpResponse:
    """Cases of the officer's region by the filters in the address, fifty a page."""
    today = timezone.localdate()
    filter_set = CaseFilter(request.GET, officer=request.user, today=today)
    page = page_of(
        with_relations(filter_set.qs),
        after=lists.key(request, "after"),
        before=lists.key(request, "before"),
    )
    rows = case_rows(page.rows, today)
    context = {
        "filter": filter_set,
        "chips": lists.chips(request, filter_set),
        "table": case_table(rows, caption="身份确认", selectable=_own_states(request)),
        "page": lists.pages(request, page),
        "count": page.count,
        "token": uuid.uuid4().hex,
        **_desk_context(request),
    }
    return render(request, "enrollment/cases/list.html", context)


@require_POST
@posts_required(*READING_POSTS)
def export_cases(request: OfficerRequest) -> HttpResponse:
    """Ask for a workbook of exactly what the list shows, with masked numbers."""
    job = jobs.enqueue(
        EXPORT_JOB,
        key=f"{EXPORT_JOB}:{request.user.pk}:{request.POST.get('token', '')}"[:160],
        title="导出身份确认名单",
        by=request.user,
        at=timezone.now(),
        params={"query": lists.without(request).urlencode()},
        link=f"{reverse('enrollment:cases')}?{lists.without(request).urlencode()}",
    )
    return redirect("pension:job", job.pk)


def _own_states(request: OfficerRequest) -> frozenset[CaseState]:
    """The states in which the officer's desks decide on many cases at once."""
    queues = queues_of(request.user.posts)
    return frozenset(queue.state for queue in queues if queue.can_be_done_in_bulk)


def _desk_context(request: OfficerRequest) -> dict[str, object]:
    """The desk whose cases the list shows, for working through them one by one."""
    queues = queues_of(request.user.posts)
    chosen = request.GET.get("desk", "")
    single = queues[0] if len(queues) == 1 else None
    return {
        "tabs": [*_tabs(request, queues), _all_tab(request)] if queues else [],
        "desk": QUEUES.get(chosen, single),
        "is_desk": chosen in QUEUES and QUEUES[chosen].can_be_done_in_bulk,
        "query": lists.without(request).urlencode(),
        "clear_url": f"{request.path}?desk={chosen}" if chosen else request.path,
        "can_enter": request.user.holds(Post.COMMUNITY_ENTRY, Post.MERGE),
        "bulk_actions": BULK_ACTIONS,
    }


def _tabs(request: OfficerRequest, queues: Sequence[Queue]) -> list[dict[str, object]]:
    """The officer's queues with their counts; of a single one the navigation says it."""
    said = len(queues) == 1
    return [
        {
            "label": queue.label,
            "url": f"{request.path}?desk={queue.name}",
            "active": request.GET.get("desk") == queue.name,
            "count": None if said else count_words(counted(waiting(request.user, queue))),
        }
        for queue in queues
    ]


def _all_tab(request: OfficerRequest) -> dict[str, object]:
    return {
        "label": "全部",
        "url": request.path,
        "active": "desk" not in request.GET,
        "count": None,
    }


BULK_ACTIONS = (
    {"label": "批量确认…", "value": "agree", "tone": "primary"},
    {"label": "批量退回…", "value": "return", "tone": ""},
)
