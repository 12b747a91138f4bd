"""Signed papers about a batch: a community's word, the bank's document of a late payment."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.views.scans import open_scan
from pension.services import audit
from pension.views.access import OfficerRequest, officer_required, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.posts import Post
from subsidies.forms.batches import PaperWordForm, refuse_unfit
from subsidies.queries.batches import pages
from subsidies.services import batches


@posts_required(Post.STREET_ENTRY)
@require_POST
@shows_refusals
def batch_paper_word(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter that a community verified its people on paper."""
    batch = get_object_or_404(pages.visible_batches(request.user), pk=pk)
    words = pages.communities(batch, request.user)
    form = refuse_unfit(PaperWordForm(request.POST, request.FILES, words=words))
    batches.verify_on_paper(batch.pk, form.paper, by=request.user, at=timezone.now())
    messages.success(request, f"{batch.number}：社区核实已代录")
    return redirect("subsidies:batch", pk)


@officer_required
def paper_word_scan(request: OfficerRequest, pk: int, word: int) -> FileResponse:
    """The scan of a community's paper; opening it leaves a trace."""
    batch = get_object_or_404(pages.visible_batches(request.user), pk=pk)
    found = get_object_or_404(pages.papers_of(batch, request.user), pk=word)
    deed = audit.Deed("打开社区核实扫描件", "batch", batch.pk, {"note": found.signed_by})
    return open_scan(request, found.scan, deed)


@officer_required
def late_success_scan(request: OfficerRequest, pk: int, row: int) -> FileResponse:
    """The scan of the bank's document of a late payment; opening it leaves a trace."""
    batch = get_object_or_404(pages.visible_batches(request.user), pk=pk)
    found = get_object_or_404(pages.bank_papers(batch, request.user), row=row)
    deed = audit.Deed("打开银行凭证扫描件", "batch", batch.pk, {"note": found.document_number})
    return open_scan(request, found.scan, deed)
