"""Drawing a batch up: what it would hold is shown before it is made."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post
from subsidies.forms.batches import DraftForm
from subsidies.queries.batches.candidates import preview
from subsidies.services import batches
from subsidies.tables.batches.drafting import left_out_table, preview_table


@posts_required(Post.PREPARE)
@shows_refusals
def batch_new(request: OfficerRequest) -> HttpResponse:
    """Choose a scope, see what it holds, draw it up."""
    now = timezone.now()
    data = request.POST or request.GET or None
    form = DraftForm(data, officer=request.user, year=timezone.localdate(now).year)
    if request.method == "POST" and form.is_valid():
        batch = batches.draft(form.plan, by=request.user, at=now)
        messages.success(request, f"已编制批次 {batch.number}，请核对后提交社区核实")
        return redirect("subsidies:batch", batch.pk)
    context: dict[str, object] = {"form": form}
    if data and form.is_valid():
        shown = preview(form.plan.scope, request.user)
        context |= {"shown": shown, "table": preview_table(shown)}
        context |= {"left_out": left_out_table(shown.left_out)}
    return render(request, "subsidies/batches/new.html", context)
