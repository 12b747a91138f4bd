"""The desk where a community verifies its own people, page by page."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from enrollment.views import ticking
from pension.models import Officer
from pension.services import audit
from pension.views.access import OfficerRequest, posts_required
from pension.vocabulary.posts import Post
from subsidies.models import BatchRow, TransferBatch
from subsidies.queries.arrears import total_of
from subsidies.queries.batches import pages
from subsidies.queries.batches.soundness import communities_left
from subsidies.rules.vocabulary import Channel
from subsidies.tables.batches.actions import next_step
from subsidies.tables.batches.rows import verification_table
from subsidies.workflow.states import RowState


@posts_required(Post.COMMUNITY_CONFIRM)
def verification(request: OfficerRequest, pk: int) -> HttpResponse:
    """The rows of the own community with whole numbers; every page leaves a trace."""
    batch = get_object_or_404(pages.visible_batches(request.user), pk=pk)
    rows = _unverified(batch, request.user)
    keys = list(rows.order_by("position").values_list("pk", flat=True))
    sheet = ticking.sheet_of(request, rows.order_by("position"), keys, name="rows")
    _leave_trace(request, batch, sheet)
    step = next_step(batch, request.user)
    has_accounts = batch.channel == Channel.BANK
    context = {
        "batch": batch,
        "sheet": sheet,
        "table": verification_table(sheet.page, sheet.ticked, has_accounts=has_accounts),
        "has_accounts": has_accounts,
        "note": request.POST.get("note", ""),
        "step": step,
        "total": total_of(rows),
        "is_open": bool(keys and step and step.is_open),
    }
    return render(request, "subsidies/batches/verification.html", context)


def _unverified(batch: TransferBatch, officer: Officer) -> QuerySet[BatchRow]:
    """The rows of the officer's communities that nobody has verified in this round."""
    left = communities_left([batch])[batch.pk]
    return pages.visible_rows(batch, officer).filter(region__in=left, state=RowState.PENDING)


def _leave_trace(
    request: OfficerRequest, batch: TransferBatch, sheet: ticking.Sheet[BatchRow]
) -> None:
    """Note who saw whole numbers, and how many of which page."""
    if sheet.page:
        page = sheet.page
        detail = {"batch": batch.number, "rows": len(page), "page": page.number}
        deed = audit.Deed("打开完整账号（社区核实）", "batch_opening", batch.pk, detail)
        audit.record(deed, by=request.user, at=timezone.now())
