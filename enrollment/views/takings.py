"""Takings: the list, one taking with its fund, entering how the fund stands (D11)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.forms.takings import TakingFundForm
from enrollment.queries.paging import page_of
from enrollment.queries.takings import entries_of, flag_of, taking_rows, takings
from enrollment.services import takings as services
from enrollment.tables.takings import entries_table, takings_table
from enrollment.views import lists
from enrollment.workflow.desks import READING_POSTS
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post


@posts_required(*READING_POSTS)
def taking_list(request: OfficerRequest) -> HttpResponse:
    """The takings of the officer's region, fifty a page."""
    page = page_of(
        takings(request.user),
        after=lists.key(request, "after"),
        before=lists.key(request, "before"),
        unit="份",
    )
    context = {"table": takings_table(taking_rows(page.rows)), "page": lists.pages(request, page)}
    return render(request, "enrollment/takings/list.html", context)


@posts_required(*READING_POSTS)
def taking(request: OfficerRequest, pk: int) -> HttpResponse:
    """One taking with its fund."""
    return _draw(request, pk, TakingFundForm())


@require_POST
@posts_required(Post.RESOURCES)
@shows_refusals
def enter_fund(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter how the fund of a taking stands."""
    found = get_object_or_404(takings(request.user), pk=pk)
    form = TakingFundForm(request.POST)
    if not form.is_valid():
        return _draw(request, pk, form)
    services.enter_fund(found.pk, form.entry(), by=request.user, at=timezone.now())
    messages.success(request, "社会保障费已登记")
    return redirect("enrollment:taking", pk)


def _draw(request: OfficerRequest, pk: int, form: TakingFundForm) -> HttpResponse:
    found = get_object_or_404(takings(request.user), pk=pk)
    (row,) = taking_rows([found])
    context = {
        "agreement": found,
        "row": row,
        "flag": flag_of(found.pk),
        "approvals": list(found.approvals.all()),
        "table": entries_table(entries_of(found)),
        "form": form,
        "may_enter": request.user.holds(Post.RESOURCES),
    }
    return render(request, "enrollment/takings/page.html", context)
