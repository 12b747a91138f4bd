"""Draws a batch up, however many rows it has."""

from django.db import transaction
from django.urls import reverse

from pension.services.jobs import JobContext, handles
from pension.vocabulary.money import yuan
from subsidies.services.batches import gather_rows, requested_plan, write_down
from subsidies.services.batches.draft_requests import DRAFT_JOB


@handles(DRAFT_JOB)
def draft_batch(context: JobContext) -> str:
    """Gather with progress, then write all at one stroke; run again after a crash it makes no
    second batch.
    """
    if context.job.link:
        return "已编制批次，请核对后提交社区核实"
    officer = context.job.owner
    gathered = gather_rows(requested_plan(context.params), by=officer, tell=context.progress)
    with transaction.atomic():
        batch = write_down(gathered, by=officer, at=context.clock())
        context.lead_to(reverse("subsidies:batch", args=[batch.pk]))
    rows = f"{len(gathered.rows):,} 行、{yuan(gathered.total_fen)} 元"
    return f"已编制批次 {batch.number}：{rows}，请核对后提交社区核实"
