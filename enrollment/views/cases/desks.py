"""Work desk by desk: the next case, many cases at once, and the report of what was refused."""

from collections import Counter
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.filters.cases import CaseFilter
from enrollment.forms.bulk import BulkAgreeForm, BulkForm, BulkReturnForm
from enrollment.models import Case
from enrollment.queries.queues import next_of, waiting
from enrollment.services import confirmations
from enrollment.workflow.cases import RETURN_STEPS
from enrollment.workflow.desks import (
    DESKS_OF_STATE,
    QUEUES,
    READING_POSTS,
    Queue,
    queues_of,
)
from enrollment.workflow.states import RETURN_TARGETS, CaseState
from pension.services.steps import Outcome
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError
from pension.vocabulary.keys import parse_keys

MOST_AT_ONCE = 2000
MOST_SKIPPED = 100  # they stand in the address; who skips more meets the first ones again
REPORT = "bulk_report"


@posts_required(*READING_POSTS)
def desk_next(request: OfficerRequest, desk: str) -> HttpResponse:
    """Open the case that is due first at a desk; those skipped so far are named in the address."""
    queue = _own_queue(request, desk)
    asked = request.GET.getlist("skip")[-MOST_SKIPPED:]
    skipped = parse_keys(asked)
    found = next_of(request.user, queue, skip=skipped)
    if found is None:
        messages.info(request, f"「{queue.label}」没有{'其他' if skipped else ''}待办的件了")
        return redirect(f"{reverse('enrollment:cases')}?desk={desk}")
    query = QueryDict(mutable=True)
    query["desk"] = desk
    query.setlist("skip", [str(key) for key in skipped])
    return redirect(f"{reverse('enrollment:case', args=[found])}?{query.urlencode()}")


@require_POST
@posts_required(*READING_POSTS)
@shows_refusals
def bulk(request: OfficerRequest) -> HttpResponse:
    """Ask what to say on the chosen cases, or on all that the list shows; decides nothing."""
    keys = _chosen(request)
    queue = _queue_of(request, keys)
    action = request.POST.get("action", "agree")
    form = _blank(action, queue, keys)
    return _draw(request, action, queue, form, len(keys))


@require_POST
@posts_required(*READING_POSTS)
@shows_refusals
def bulk_decide(request: OfficerRequest, action: str) -> HttpResponse:
    """Decide on each of the cases by itself, and report those that were refused."""
    queue = _bulk_queue(request, action)
    form = _sent(action, queue, request.POST)
    if not form.is_valid():
        return _draw(request, action, queue, form, len(request.POST.get("keys", "").split(",")))
    outcome = _decide(request, action, queue, form)
    done, refused = len(outcome.done), outcome.refused
    deed = "退回" if action == "return" else "确认"
    rest = f"，{len(refused)} 件没有办理，原因见下表" if refused else ""
    request.session[REPORT] = {
        "label": queue.label,
        "said": f"已{deed} {done} 件{rest}。",
        "tone": "warn" if refused else "ok",
        "refused": [[key, reasons] for key, reasons in refused.items()],
    }
    return redirect("enrollment:bulk_report")


@posts_required(*READING_POSTS)
def bulk_report(request: OfficerRequest) -> HttpResponse:
    """What the last decision on many cases did, and why some were refused."""
    report = request.session.get(REPORT)
    if report is None:
        return redirect("enrollment:cases")
    reasons = dict(report["refused"])
    refused = Case.objects.visible_to(request.user).filter(pk__in=reasons).select_related("person")
    rows = [{"case": case, "reasons": reasons[case.pk]} for case in refused]
    counts = Counter(reason for row in rows for reason in row["reasons"]).most_common()
    context = {"report": report, "rows": rows, "counts": counts}
    return render(request, "enrollment/cases/bulk_report.html", context)


def _chosen(request: OfficerRequest) -> list[int]:
    """The cases ticked on the list; with «all», every case that its filters show."""
    if request.POST.get("scope") == "all":
        query = QueryDict(request.POST.get("query", ""))
        shown = CaseFilter(query, officer=request.user, today=timezone.localdate()).qs
        keys = list(shown.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(keys) > MOST_AT_ONCE:
            raise CaseError(f"一次最多办理 {MOST_AT_ONCE} 件，请先按社区或类别筛选")
    else:
        keys = parse_keys(request.POST.getlist("rows"))
    if not keys:
        raise CaseError("没有勾选任何一件")
    return keys


def _queue_of(request: OfficerRequest, keys: Sequence[int]) -> Queue:
    """The officer's queue in which the cases wait: one, or they cannot be decided together."""
    states = set(
        Case.objects.visible_to(request.user).filter(pk__in=keys).values_list("state", flat=True)
    )
    own = [q for q in queues_of(request.user.posts) if q.can_be_done_in_bulk and q.state in states]
    if not own:
        raise CaseError("选中的件不在您的席位上，不能由您批量办理")
    if len(own) > 1:
        raise CaseError("选中的件在不同的席位上，请先按「我的席位」筛选后分别办理")
    return own[0]


def _own_queue(request: OfficerRequest, name: str) -> Queue:
    queue = QUEUES.get(name)
    if queue is None or queue.post not in request.user.posts:
        raise Http404
    return queue


def _bulk_queue(request: OfficerRequest, action: str) -> Queue:
    """The officer's queue that the form names, if its step is taken for many cases at once."""
    queue = _own_queue(request, request.POST.get("queue", ""))
    if not queue.can_be_done_in_bulk or action not in ("agree", "return"):
        raise Http404
    return queue


def _blank(action: str, queue: Queue, keys: Sequence[int]) -> BulkForm:
    initial = {"keys": ",".join(map(str, keys)), "queue": queue.name}
    if action == "return":
        return BulkReturnForm(initial=initial, targets=_targets(queue))
    return BulkAgreeForm(initial=initial)


def _sent(action: str, queue: Queue, data: QueryDict) -> BulkForm:
    if action == "return":
        return BulkReturnForm(data, targets=_targets(queue))
    return BulkAgreeForm(data)


def _targets(queue: Queue) -> list[CaseState]:
    order = list(DESKS_OF_STATE)
    earlier = [s for s in RETURN_TARGETS if order.index(s) < order.index(queue.state)][::-1]
    if not earlier:
        raise CaseError(f"「{queue.label}」的件没有更早的环节可以退回")
    return earlier


def _draw(
    request: OfficerRequest, action: str, queue: Queue, form: BulkForm, count: int
) -> HttpResponse:
    context = {"action": action, "queue": queue, "form": form, "count": count}
    context["waiting"] = waiting(request.user, queue).count()
    return render(request, "enrollment/cases/bulk.html", context)


def _decide(request: OfficerRequest, action: str, queue: Queue, form: BulkForm) -> Outcome:
    said, at = form.cleaned_data, timezone.now()
    if action == "return":
        step = next(
            name
            for name, step in RETURN_STEPS.items()
            if queue.state in step.frm and step.desk is queue.desk
        )
        return confirmations.send_back(
            said["keys"],
            step,
            CaseState(said["target"]),
            by=request.user,
            at=at,
            reason=said["reason"],
        )
    return confirmations.confirm(
        said["keys"], queue.step, by=request.user, at=at, text=said["text"]
    )
