"""The merge desk: one list on which rights told, choices and settlements are entered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.filters.merging import MergeFilter
from enrollment.forms.merging import TellingForm, choices_of
from enrollment.queries import merging as queries
from enrollment.queries.paging import page_of
from enrollment.services import merging, papers
from enrollment.views import lists, outcomes
from enrollment.workflow.states import MergeChoice
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import came_from, shows_refusals
from pension.vocabulary.posts import Post


@posts_required(Post.MERGE)
def merge_list(request: OfficerRequest) -> HttpResponse:
    """Original enrollees who wait at the merge desk, fifty a page."""
    found = MergeFilter(request.GET, officer=request.user)
    page = page_of(
        found.qs.select_related("person", "region__parent"),
        after=lists.key(request, "after"),
        before=lists.key(request, "before"),
    )
    stages = queries.stage_counts(request.user)
    context = {
        "filter": found,
        "chips": lists.chips(request, found),
        "rows": queries.merge_rows(page.rows),
        "page": lists.pages(request, page),
        "count": page.count,
        "tabs": _tabs(request, stages),
        "choices": MergeChoice.choices(),
        "telling": TellingForm(initial={"told_on": timezone.localdate()}),
    }
    return render(request, "enrollment/merging/list.html", context)


@posts_required(Post.MERGE)
@require_POST
@shows_refusals
def merge_tell(request: OfficerRequest) -> HttpResponse:
    """Note for the ticked people on which day they were told their rights."""
    form = TellingForm(request.POST)
    keys = outcomes.ticked(request)
    if not form.is_valid() or not keys:
        messages.error(request, "请勾选人员，并填写告知日期")
        return redirect(came_from(request))
    told_on = form.cleaned_data["told_on"]
    outcome = merging.tell_rights(keys, told_on=told_on, by=request.user, at=timezone.now())
    outcomes.tell(request, outcome, "已登记权益告知")
    return redirect(came_from(request))


@posts_required(Post.MERGE)
@require_POST
@shows_refusals
def merge_choose(request: OfficerRequest) -> HttpResponse:
    """Note the choices of every row of the page that was changed."""
    outcome = merging.note_choices(choices_of(request.POST), by=request.user, at=timezone.now())
    outcomes.tell(request, outcome, "已登记选择")
    if not outcome.done and not outcome.refused:
        messages.info(request, "没有改动任何人的选择")
    return redirect(came_from(request))


@posts_required(Post.MERGE)
@require_POST
@shows_refusals
def merge_settle(request: OfficerRequest) -> HttpResponse:
    """Save the choices of the page, then settle the ticked cases."""
    keys, officer, moment = outcomes.ticked(request), request.user, timezone.now()
    if not keys:
        messages.error(request, "请勾选要办结的人员")
        return redirect(came_from(request))
    chosen = {key: c for key, c in choices_of(request.POST).items() if key in set(keys)}
    noted = merging.note_choices(chosen, by=officer, at=moment)
    outcome = merging.merge(
        [key for key in keys if key not in noted.refused], by=officer, at=moment
    )
    outcome.refused |= noted.refused
    outcomes.tell(request, outcome, "并轨办结")
    return redirect(came_from(request))


@posts_required(Post.MERGE)
@require_POST
@shows_refusals
def merge_letters(request: OfficerRequest) -> HttpResponse:
    """Ask for the letters of rights of the ticked people."""
    ticked = queries.at_merge_desk(request.user).filter(pk__in=outcomes.ticked(request))
    keys = list(ticked.values_list("pk", flat=True))
    job = papers.print_rights(keys, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


def _tabs(
    request: OfficerRequest, stages: list[tuple[queries.MergeStage, int]]
) -> list[dict[str, object]]:
    """All cases, then those that wait for each thing, with how many they are."""
    chosen = request.GET.get("stage", "")
    every: list[tuple[str, str, int | None]] = [("", "全部", None)]
    offered = [*every, *((stage.value, stage.label, count) for stage, count in stages)]
    return [
        {"label": label, "url": _address(request, value), "active": chosen == value, "count": count}
        for value, label, count in offered
    ]


def _address(request: OfficerRequest, stage: str) -> str:
    """The list at another stage, its other conditions kept."""
    query = lists.without(request, "stage")
    if stage:
        query["stage"] = stage
    return f"?{query.urlencode()}"
