"""Sets the papers of a batch as PDF, each with its workbook."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile

from pension.documents.pdf import Paper, render
from pension.services.jobs import JobContext, handles
from subsidies.exports.batch_sheets import (
    APPROVAL_TITLE,
    CLOSING_TITLE,
    closing_sentences,
    write_approval,
    write_closing,
)
from subsidies.models import TransferBatch
from subsidies.queries.batches.papers import approval_sheet, closing_sheet
from subsidies.services.batches.sheets import APPROVAL_JOB, CLOSING_JOB


@handles(APPROVAL_JOB)
def write_approval_sheet(context: JobContext) -> str:
    """The approval sheet of a batch as it stands now."""
    batch = _batch(context)
    sheet = approval_sheet(batch)
    book = BytesIO()
    write_approval(sheet, book)
    paper = {"sheet": sheet, "title": APPROVAL_TITLE}
    _give_out(context, f"{batch.number} 审批表", "pdf/approval_sheet.html", paper, book)
    return f"审批表 {batch.number} 已生成"


@handles(CLOSING_JOB)
def write_closing_sheet(context: JobContext) -> str:
    """The closing sheet of a batch as it stands now."""
    batch = _batch(context)
    sheet = closing_sheet(batch)
    book = BytesIO()
    write_closing(sheet, book)
    paper = {"sheet": sheet, "title": CLOSING_TITLE, "sentences": closing_sentences(sheet)}
    _give_out(context, f"{batch.number} 结清表", "pdf/closing_sheet.html", paper, book)
    return f"结清表 {batch.number} 已生成"


def _batch(context: JobContext) -> TransferBatch:
    visible = TransferBatch.objects.visible_to(context.job.owner)
    return visible.select_related("region", "bank_format").get(pk=context.params["batch"])


def _give_out(
    context: JobContext, name: str, template: str, paper: Mapping[str, Any], book: BytesIO
) -> None:
    """Give a paper out twice: to print, and to work on. It names no beneficiary."""
    officer = context.job.owner
    printed = {
        **paper,
        "office": str(officer.office),
        "printed_by": officer.name,
        "printed_at": context.clock(),
    }
    pdf = render(template, printed, paper=Paper.FORM_LANDSCAPE)
    context.give_out(f"{name}.pdf", ContentFile(pdf), personal=False)
    context.give_out(f"{name}.xlsx", ContentFile(book.getvalue()), personal=False)
