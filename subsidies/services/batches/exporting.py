"""The roster: asked for by the cashier, written by a job once, sent when it is proved whole."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from pension.models import Job, JobState, Officer
from pension.services import audit, jobs, steps
from pension.services.steps import Statement
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import TransferBatch
from subsidies.queries.bank_formats import current_version
from subsidies.queries.batches.sums import Total, sums
from subsidies.services.batches.machine import BATCHES, asked_facts, conditions, insist, locked
from subsidies.workflow.readers import ROSTER_POSTS
from subsidies.workflow.states import BatchState, RowState

ROSTER_JOB = jobs.declare("write_roster", posts=[Post.CASHIER], readers=ROSTER_POSTS)


def roster_key(batch: TransferBatch) -> str:
    """The key that makes the roster of a round be written once."""
    return f"{ROSTER_JOB}-{batch.pk}-{batch.round}"


@transaction.atomic
def request_roster(batch_id: int, *, by: Officer, at: datetime) -> Job:
    """Have the roster written; asked again it gives the job that is there.

    From here on the batch keeps the version of the bank's format that is current now. Refused by
    whatever forbids to send it to the bank, but that it isn't written yet.
    """
    batch = locked(batch_id, by)
    written = Job.objects.filter(key=roster_key(batch)).first()
    if written is not None and written.state != JobState.FAILED:
        return written
    facts = {**asked_facts(batch, "export"), "export_file": "名册"}
    insist(conditions(batch, "export", by=by, facts=facts))
    TransferBatch.objects.filter(pk=batch.pk).update(bank_format=current_version(batch.bank_format))
    if written is not None:
        return jobs.retry(written.pk, by=by, at=at)
    return jobs.enqueue(
        ROSTER_JOB,
        key=roster_key(batch),
        title=f"生成发放名册 {batch.number}",
        by=by,
        at=at,
        params={"batch": batch.pk, "round": batch.round},
        link=reverse("subsidies:batch", args=[batch.pk]),
    )


@transaction.atomic
def note_sent(
    batch_id: int, file_name: str, digest: str, written: Total, *, by: Officer, at: datetime
) -> None:
    """Take the step «送银行» for a roster that was written and read again.

    ``written`` is what stands in the file: refused when it isn't what is to be paid now, because
    a row was put aside meanwhile. A second run for a batch that was sent changes nothing.
    """
    batch = locked(batch_id, by)
    if batch.state != BatchState.RELEASED and batch.export_name == file_name:
        return
    now = sums(batch).of(RowState.PENDING)
    if now != written:
        raise CaseError("名册写出期间有行被暂缓，请重新生成名册")
    says = Statement(columns={"export_name": file_name}, facts={"export_file": file_name})
    steps.take(BATCHES, batch.pk, "export", by=by, at=at, says=says)
    detail = {"file": file_name, "sha256": digest, "rows": written.rows, "fen": written.fen}
    audit.record(audit.Deed("导出发放名册", "batch", batch.pk, detail), by=by, at=at)
