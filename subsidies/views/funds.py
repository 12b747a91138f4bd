"""Published figures of the fund: the year's list, a figure typed in, a figure voided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.models import Officer
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import came_from, shows_refusals
from pension.vocabulary.errors import CaseError
from pension.vocabulary.keys import parse_key
from pension.vocabulary.posts import Post
from subsidies.forms.funds import FundFigureForm, FundVoidForm
from subsidies.models import FundEntry
from subsidies.services import funds
from subsidies.tables.funds import fund_table

READERS = (*funds.POSTS, Post.DIRECTOR, Post.INSPECT)


@posts_required(*READERS)
def fund_list(request: OfficerRequest) -> HttpResponse:
    """The figures of a year with their sources; they are never added up from batches."""
    may_enter = request.user.holds(*funds.POSTS)
    years = _years(request.user)
    asked = request.GET.get("year", "")
    year = parse_key(asked) or max(years, default=timezone.localdate().year)
    entries = FundEntry.objects.visible_to(request.user).filter(year=year)
    found = entries.select_related("entered_by").order_by("kind", "account", "pk")
    context = {
        "year": year,
        "tabs": [
            {"label": f"{each} 年", "url": f"?year={each}", "active": each == year, "count": None}
            for each in sorted(years | {year}, reverse=True)
        ],
        "table": fund_table(found),
        "void_form": FundVoidForm.over(found),
        "may_enter": may_enter,
    }
    return render(request, "subsidies/funds/list.html", context)


@posts_required(*funds.POSTS)
def fund_new(request: OfficerRequest) -> HttpResponse:
    """Type one figure in."""
    form = FundFigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        figure = form.figure()
        try:
            funds.record_many([figure], by=request.user, at=timezone.now())
        except CaseError as refusal:
            form.add_error(None, list(refusal.sentences))
        else:
            messages.success(request, f"已录入{figure.year}年度{figure.account}")
            return redirect(f"{reverse('subsidies:funds')}?year={figure.year}")
    return render(request, "subsidies/funds/new.html", {"form": form})


@posts_required(*funds.POSTS)
@require_POST
@shows_refusals
def fund_void(request: OfficerRequest) -> HttpResponse:
    """Void a figure with a reason."""
    form = FundVoidForm(request.POST)
    if not form.is_valid():
        raise CaseError("请选择要作废的数，并填写理由")
    entry, reason = form.cleaned_data["entry"], form.cleaned_data["reason"]
    funds.void(entry, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, "已作废")
    return redirect(came_from(request, reverse("subsidies:funds")))


def _years(officer: Officer) -> set[int]:
    entries = FundEntry.objects.visible_to(officer).order_by()
    return set(entries.values_list("year", flat=True).distinct())
