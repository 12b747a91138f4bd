"""Drawing a batch up: what it would hold is shown before it is made."""

import uuid

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
        token = request.POST.get("token", "")[:36] or uuid.uuid4().hex
        job = batches.request_draft(form.plan, token=token, by=request.user, at=now)
        return redirect("pension:job", job.pk)
    context: dict[str, object] = {"form": form, "token": uuid.uuid4().hex}
    if data and form.is_valid():
        shown = preview(form.plan.scope, request.user)
        context |= {"shown": shown, "table": preview_table(shown)}
        context |= {"left_out": left_out_table(shown.left_out)}
    return render(request, "subsidies/batches/new.html", context)
