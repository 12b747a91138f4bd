"""Writes the payment file of a batch, proves it, and sends the batch on its way."""

import hashlib
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO

from django.core.files import File
from django.core.files.base import ContentFile

from pension.services.jobs import JobContext, handles
from pension.vocabulary.errors import CaseError
from pension.vocabulary.money import yuan
from subsidies.exports.batch_sheets import write_approval
from subsidies.exports.rosters import roster_name, write_roster
from subsidies.models import TransferBatch
from subsidies.queries.batches.papers import approval_sheet
from subsidies.services.batches import note_sent
from subsidies.services.batches.exporting import ROSTER_JOB

BLOCK = 1 << 20


@handles(ROSTER_JOB)
def write_batch_roster(context: JobContext) -> str:
    """Write roster and approval sheet; the step is taken when both are there.

    Run again after a crash it writes the same rows anew and takes no second step.
    """
    officer = context.job.owner
    batch = TransferBatch.objects.visible_to(officer).get(pk=context.params["batch"])
    if batch.round != context.params["round"]:
        raise CaseError("批次已被退回编制，这份名册作废")
    name = roster_name(batch)
    with TemporaryFile() as file:
        written = write_roster(batch, file, context.progress)
        digest = _digest(file)
        context.give_out(name, File(file))
    sheet = BytesIO()
    write_approval(approval_sheet(batch), sheet)
    context.give_out(f"{batch.number} 审批表.xlsx", ContentFile(sheet.getvalue()), personal=False)
    note_sent(batch.pk, name, digest, written, by=officer, at=context.clock())
    return f"名册 {written.rows:,} 行、{yuan(written.fen)} 元，已核对，可下载后送银行"


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()
