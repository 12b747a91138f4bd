"""The page of a batch: its way, its equation, what comes next, its rows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.views import lists
from pension.models import Job, Officer
from pension.services import jobs
from pension.views.access import OfficerRequest, officer_required, posts_required
from pension.vocabulary import money
from pension.vocabulary.posts import Post
from subsidies.filters.batches import RowFilter
from subsidies.forms.batches import (
    LateSuccessForm,
    PaperWordForm,
    ReasonForm,
    ReceiptForm,
    RestForm,
)
from subsidies.jobs.batch_lists import ROWS_JOB
from subsidies.models import TransferBatch
from subsidies.queries.arrears import total_of
from subsidies.queries.batches import pages
from subsidies.queries.batches.pages import CommunityWord
from subsidies.queries.batches.papers import approved_total, equation
from subsidies.queries.batches.sums import people_in, sums
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.services.batches.rows import AFTER_BANK, BEFORE_BANK, BEFORE_LOCK, HOLDING_DESKS
from subsidies.tables.batches.actions import chain_of, next_step, ways_back
from subsidies.tables.batches.drafting import community_table
from subsidies.tables.batches.figures import equation_terms
from subsidies.tables.batches.lists import state_tone
from subsidies.tables.batches.rows import row_table
from subsidies.views.listing import asked_page
from subsidies.workflow.readers import BUREAU_MONEY_POSTS, MONEY_POSTS
from subsidies.workflow.states import BatchState, RowState


@dataclass(frozen=True, slots=True)
class RowDeed:
    """What may be done with ticked rows, and in which state they must be."""

    label: str
    url: str
    state: RowState


ROW_DEEDS = (
    ("drop", "移出所选", BEFORE_LOCK, (Post.PREPARE,), RowState.PENDING),
    ("hold", "暂缓所选", BEFORE_BANK, tuple(HOLDING_DESKS), RowState.PENDING),
    ("sent-back", "登记退回", AFTER_BANK, (Post.RECONCILE,), RowState.PAID),
)


@officer_required
def batch_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One batch: its way, its equation, what comes next, its rows, papers and history."""
    running = pages.running_jobs(pk, request.user)
    batch = get_object_or_404(pages.visible_batches(request.user), pk=pk)
    words = pages.communities(batch, request.user)
    context = {
        "batch": batch,
        "state_tone": state_tone(BatchState(batch.state)),
        "channel": Channel(batch.channel).label,
        "kind": Kind(batch.kind).label if batch.kind else "全部类别",
        "chain": chain_of(batch, words),
        "communities": community_table(batch.pk, words),
        "history": pages.history(batch, request.user),
        **_figures(batch, request.user),
        **_next(batch, request.user),
        "paper_form": _paper_form(batch, words, request.user),
        **_papers(batch, request.user, running),
        **_rows(request, batch),
    }
    return render(request, "subsidies/batches/page.html", context)


@posts_required(*MONEY_POSTS)
@require_POST
def rows_export(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for a workbook of exactly the rows that the page shows, with masked numbers."""
    batch = get_object_or_404(pages.visible_batches(request.user), pk=pk)
    query = lists.without(request).urlencode()
    job = jobs.enqueue(
        ROWS_JOB,
        key=f"{ROWS_JOB}:{request.user.pk}:{request.POST.get('token', '')}"[:160],
        title=f"导出批次明细 {batch.number}",
        by=request.user,
        at=timezone.now(),
        params={"query": query, "batch_id": batch.pk},
        link=reverse("subsidies:batch", args=[batch.pk]),
    )
    return redirect("pension:job", job.pk)


def _figures(batch: TransferBatch, officer: Officer) -> dict[str, Any]:
    """Count, people, capital amount and the equation: a community's or street's own part."""
    counted = sums(batch, officer)
    approved = approved_total(batch, counted) if officer.is_bureau else counted.standing
    terms = equation(counted, approved, waiting=True)
    difference = approved.fen - sum(term.total.fen for term in terms[1:])
    return {
        "approved": approved,
        "people": people_in(batch, officer),
        "terms": equation_terms(terms),
        "difference": difference,
        "difference_text": money.yuan(difference),
        "again": counted.of(RowState.FAILED, RowState.RETURNED, RowState.HELD),
        "pending": counted.of(RowState.PENDING),
    }


def _next(batch: TransferBatch, officer: Officer) -> dict[str, Any]:
    """The step that is next, ways back, and the forms that some steps need."""
    reconciles = officer.holds(Post.RECONCILE) and sums(batch).of(RowState.PENDING).rows > 0
    answering = batch.state in (BatchState.EXPORTED, BatchState.RETURNED)
    back = ways_back(batch, officer)
    return {
        "step": next_step(batch, officer),
        "back": back,
        "dialogs": [action for action in back if not action.why_not],
        "reason_form": ReasonForm(),
        "receipt_form": ReceiptForm(initial={"batch": batch.pk})
        if reconciles and answering
        else None,
        "rest_form": RestForm() if reconciles and batch.state == BatchState.RETURNED else None,
        "late_form": _late_form(batch, officer),
        "verifies": officer.holds(Post.COMMUNITY_CONFIRM),
    }


def _paper_form(
    batch: TransferBatch, words: Sequence[CommunityWord], officer: Officer
) -> PaperWordForm | None:
    """The form for a community that signs on paper, for the clerk of its street."""
    may = batch.state == BatchState.VERIFYING and officer.holds(Post.STREET_ENTRY)
    return PaperWordForm(words=words) if may and any(not one.at for one in words) else None


def _late_form(batch: TransferBatch, officer: Officer) -> LateSuccessForm | None:
    """The form for what the bank paid late, where rows failed and the officer reconciles."""
    may = batch.state in AFTER_BANK and officer.holds(Post.RECONCILE)
    return LateSuccessForm() if may and sums(batch).of(RowState.FAILED).rows else None


def _papers(batch: TransferBatch, officer: Officer, running: Sequence[Job]) -> dict[str, Any]:
    """Jobs under way and files that are there."""
    may_print = officer.holds(*BUREAU_MONEY_POSTS)
    return {
        "jobs": [
            {"job": job, "poll_url": reverse("pension:job_progress", args=[job.pk])}
            for job in running
        ],
        "files": pages.files(batch, officer),
        "has_approval": bool(batch.rows_hash) and may_print,
        "has_closing": batch.state in AFTER_BANK and may_print,
    }


def _rows(request: OfficerRequest, batch: TransferBatch) -> dict[str, Any]:
    """The rows by the filters in the address, with what may be done with those ticked."""
    chosen = RowFilter(request.GET, batch=batch, officer=request.user)
    page = asked_page(request, chosen.qs, "行")
    deed = _deed(batch, request.user)
    query = lists.without(request).urlencode()
    url = reverse("subsidies:batch_rows_export", args=[batch.pk])
    total = total_of(chosen.qs)
    return {
        "filter": chosen,
        "chips": lists.chips(request, chosen),
        "clear_url": request.path if request.GET else "",
        "tabs": _tabs(request, batch),
        "table": row_table(page.rows, total, deed.state if deed else None),
        "page": lists.pages(request, page),
        "deed": deed,
        "export": {"url": f"{url}?{query}", "token": uuid.uuid4().hex, "count": total.rows},
    }


def _tabs(request: OfficerRequest, batch: TransferBatch) -> list[dict[str, Any]]:
    """The states that rows are in, with their counts."""
    counted = sums(batch, request.user)
    now = request.GET.get("state", "")
    tabs = [{"label": "在册", "url": "?", "active": not now, "count": counted.standing.rows}]
    for state in RowState:
        count = counted.of(state).rows
        if count:
            url = f"?state={state}"
            tabs.append({"label": state.label, "url": url, "active": now == state, "count": count})
    return tabs


def _deed(batch: TransferBatch, officer: Officer) -> RowDeed | None:
    """What the officer may do with single rows while the batch is where it is."""
    for name, label, states, posts, state in ROW_DEEDS:
        if batch.state in states and officer.holds(*posts):
            return RowDeed(label, reverse("subsidies:batch_rows", args=[batch.pk, name]), state)
    return None
