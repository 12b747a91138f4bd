"""Opinion sheets for departments that sign on paper: draw up, print, enter from the scan."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.forms.rosters import PaperForm, SheetForm
from enrollment.queries import opinion_sheets as queries
from enrollment.services import opinion_sheets, papers
from enrollment.views import outcomes, ticking
from pension.views.access import OfficerRequest, posts_required
from pension.views.pages import page_links
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Desk, Post

SHEETS = 50


@posts_required(Post.STREET_ENTRY)
def sheet_list(request: OfficerRequest) -> HttpResponse:
    """How many wait for each department, and the sheets drawn up."""
    page = Paginator(queries.sheets(request.user), SHEETS).get_page(request.GET.get("page"))
    context = {
        "waiting": queries.silent_counts(request.user),
        "form": SheetForm(officer=request.user),
        "sheets": queries.with_waiting(list(page), request.user),
        "page": page_links(page, request.GET),
    }
    return render(request, "enrollment/opinion_sheets/list.html", context)


@posts_required(Post.STREET_ENTRY)
@require_POST
@shows_refusals
def sheet_new(request: OfficerRequest) -> HttpResponse:
    """Draw a sheet up and ask for its print."""
    form = SheetForm(request.POST, officer=request.user)
    if not form.is_valid():
        messages.error(request, "请选择部门和街道（社区）")
        return redirect("enrollment:opinion_sheets")
    moment = timezone.now()
    sheet = opinion_sheets.draw_up(
        form.cleaned_data["region"], form.desk_chosen(), by=request.user, at=moment
    )
    papers.print_sheet(sheet, by=request.user, at=moment)
    messages.success(request, f"意见表 {sheet.number} 已生成，打印后交部门签字盖章")
    return redirect("enrollment:opinion_sheet", sheet.pk)


@posts_required(Post.STREET_ENTRY)
@shows_refusals
def sheet_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Who of a sheet still waits; entering the department's signed word for them."""
    sheet = get_object_or_404(queries.sheets(request.user), pk=pk)
    sent = ticking.answer(request)
    form = PaperForm(sent, request.FILES if sent else None, initial=ticking.typed(request))
    if form.is_valid():
        paper, left_out = form.paper(), outcomes.ticked(request, ticking.LEFT_OUT)
        by, at = request.user, timezone.now()
        outcome = opinion_sheets.enter(pk, paper, left_out=left_out, by=by, at=at)
        outcomes.tell(request, outcome, "已代录同意")
        return redirect("enrollment:opinion_sheet", pk)
    waiting = queries.waiting_on(sheet, request.user)
    keys = [case.pk for case in waiting]
    context = {
        "paper": sheet,
        "desk": Desk(sheet.desk),
        "sheet": ticking.sheet_of(request, queries.numbered(sheet, waiting), keys),
        "form": form,
    }
    return render(request, "enrollment/opinion_sheets/page.html", context)


@posts_required(Post.STREET_ENTRY)
@require_POST
def sheet_print(request: OfficerRequest, pk: int) -> HttpResponse:
    """The sheet as PDF."""
    sheet = get_object_or_404(queries.sheets(request.user), pk=pk)
    job = papers.print_sheet(sheet, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)
