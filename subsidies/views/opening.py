"""Opening balances before the second officer: files, records, decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.models import Upload
from pension.services.steps import Outcome
from pension.services.uploads import note_opening
from pension.views.access import OfficerRequest, posts_required
from pension.views.pages import page_links
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post
from subsidies.queries import opening as records
from subsidies.services import opening
from subsidies.tables.opening import file_table, record_table
from subsidies.workflow.states import OpeningState

ROWS_SHOWN = 50


@posts_required(Post.MERGE, Post.SECOND_CHECK)
def openings(request: OfficerRequest) -> HttpResponse:
    """The workbooks with opening balances, those that wait first."""
    context = {
        "table": file_table(records.files(request.user)),
        "may_enter": request.user.holds(Post.MERGE),
    }
    return render(request, "subsidies/opening/list.html", context)


@posts_required(Post.MERGE, Post.SECOND_CHECK)
def opening_upload(request: OfficerRequest, pk: int) -> HttpResponse:
    """The records of one workbook; numbers are shown whole, which is noted."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    note_opening(upload, "打开期初数据（完整号码）", by=request.user, at=timezone.now())
    found = records.records_of(upload, request.user)
    state = _state(request.GET.get("state", ""))
    page = Paginator(found.filter(state=state), ROWS_SHOWN).get_page(request.GET.get("page"))
    may_decide = request.user.holds(Post.SECOND_CHECK)
    is_selectable = may_decide and state is OpeningState.PROPOSED
    context = {
        "upload": upload,
        "tabs": _tabs(list(found.values_list("state", flat=True)), state),
        "table": record_table(page.object_list, state, is_selectable=is_selectable),
        "page": page_links(page, request.GET),
        "totals": records.totals(found),
        "waiting": found.filter(state=OpeningState.PROPOSED).count(),
        "may_decide": may_decide,
    }
    return render(request, "subsidies/opening/upload.html", context)


@posts_required(Post.SECOND_CHECK)
@require_POST
@shows_refusals
def opening_force_all(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put everything that waits in a workbook in force, in the background."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    job = opening.request_force(upload.pk, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


@posts_required(Post.SECOND_CHECK)
@require_POST
@shows_refusals
def opening_decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put the chosen records in force, or send them back."""
    get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    chosen = [int(key) for key in request.POST.getlist("rows") if key.isdecimal()]
    by, at = request.user, timezone.now()
    if request.POST.get("action") == "reject":
        reason = request.POST.get("reason", "")
        outcome = opening.reject(chosen, reason=reason, by=by, at=at)
    else:
        outcome = opening.put_in_force(chosen, by=by, at=at)
    _tell(request, outcome)
    return redirect("subsidies:opening_upload", pk)


def _tell(request: OfficerRequest, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, f"已办理 {len(outcome.done)} 条")
    elif not outcome.refused:
        messages.warning(request, "请先选择要办理的记录")
    for sentences in list(outcome.refused.values())[:5]:
        messages.error(request, "；".join(sentences))


def _state(asked: str) -> OpeningState:
    return OpeningState(asked) if asked in set(OpeningState) else OpeningState.PROPOSED


def _tabs(states: list[str], chosen: OpeningState) -> list[dict[str, object]]:
    return [
        {
            "label": state.label,
            "url": f"?state={state}",
            "active": state is chosen,
            "count": states.count(state),
        }
        for state in OpeningState
    ]
