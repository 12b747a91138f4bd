"""The banks that pay rosters out, and the file format of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post
from subsidies.forms.banks import BankForm
from subsidies.queries.bank_formats import choices
from subsidies.services import bank_formats


@posts_required(Post.PREPARE)
@shows_refusals
def bank_page(request: OfficerRequest, pk: int | None = None) -> HttpResponse:
    """All banks, and the format of one of them or of a new one."""
    known = get_object_or_404(choices(), pk=pk) if pk else None
    form = BankForm(request.POST or None, known=known)
    if form.is_valid():
        row = bank_formats.keep(form.stated, by=request.user, at=timezone.now())
        messages.success(request, f"已保存「{row.name}」的名册格式")
        return redirect("subsidies:bank", row.pk)
    context = {"form": form, "known": known, "banks": choices()}
    return render(request, "subsidies/batches/bank.html", context)
