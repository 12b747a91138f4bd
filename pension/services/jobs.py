"""Background jobs: asked for once by key, run under a lease, finished in one transaction.

A job row is the truth; the queue only wakes a worker. A re-delivered task finds the job taken or
finished and does nothing; a dead worker's job is taken up when its lease runs out.
"""

import hashlib
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from kombu.exceptions import OperationalError

from pension.models import Job, JobFile, JobState, Officer
from pension.services import audit
from pension.services.storage import told_when_full
from pension.vocabulary.errors import CaseError

log = logging.getLogger(__name__)

RUN_TASK = "pension.tasks.run_job"
MAX_ATTEMPTS = 3
PATIENCE = timedelta(seconds=20)  # a job that waits longer may have no worker told of it
GIVEN_UP = f"后台程序执行本作业时连续 {MAX_ATTEMPTS} 次中断。请联系技术员，再重新执行"
Clock = Callable[[], datetime]


class LeaseLostError(Exception):
    """Another worker has taken the job up; whatever this one did must not count."""


@dataclass(slots=True)
class JobContext:
    """What a handler is given: the job, the clock, a way to report progress and give out files."""

    job: Job
    clock: Clock
    lease: str
    outputs: list[tuple[str, str, str, int, bool]] = field(default_factory=list)

    @property
    def params(self) -> dict[str, Any]:
        """The parameters that the job was asked for with."""
        return self.job.params

    def progress(self, done: int, total: int) -> None:
        """Report progress, extend the lease; ``LeaseLostError`` if another worker has the job."""
        held = Job.objects.filter(pk=self.job.pk, lease=self.lease, state=JobState.RUNNING)
        if not held.update(done=done, total=total, lease_until=_lease_end(self.clock())):
            raise LeaseLostError(self.job.key)

    def lead_to(self, link: str) -> None:
        """Set the page of what the job made; ``LeaseLostError`` if another worker has the job.

        Call it in the transaction that makes it: then a job that runs again finds the page set.
        """
        held = Job.objects.filter(pk=self.job.pk, lease=self.lease, state=JobState.RUNNING)
        if not held.update(link=link):
            raise LeaseLostError(self.job.key)

    def give_out(self, name: str, content: File, *, personal: bool = True) -> None:
        """Store an output file; it becomes visible only when the job finishes."""
        digest = hashlib.sha256()
        for chunk in content.chunks():
            digest.update(chunk)
        content.seek(0)
        stored = default_storage.save(f"jobs/{self.job.pk}/{self.lease[:8]}/{name}", content)
        self.outputs.append((name, stored, digest.hexdigest(), content.size, personal))


Handler = Callable[[JobContext], str]


DEFAULT_QUEUE = "work"
_HANDLERS: dict[str, Handler] = {}
_QUEUES: dict[str, str] = {}


def declare(kind: str, *, queue: str) -> str:
    """Say which queue suits the weight of a kind; returns the kind.

    For services whose handler only the worker loads, because it draws papers: whoever asks for
    such a job must know its queue all the same.
    """
    _QUEUES[kind] = queue
    return kind


def handles(kind: str, *, queue: str = DEFAULT_QUEUE) -> Callable[[Handler], Handler]:
    """Register a handler: it returns the sentence that the owner reads when the job is done."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[declare(kind, queue=queue)] = handler
        return handler

    return register


@transaction.atomic
def enqueue(
    kind: str,
    *,
    key: str,
    title: str,
    by: Officer,
    at: datetime,
    params: dict[str, Any] | None = None,
    link: str = "",
) -> Job:
    """Ask for a job; the same key again gives the job that is there, without a second effect."""
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "title": title,
            "params": params or {},
            "owner": by,
            "office": by.office,
            "created_at": at,
            "link": link,
        },
    )
    if created:
        audit.record(audit.Deed("提交后台作业", "job", job.pk, {"title": title}), by=by, at=at)
        transaction.on_commit(lambda: _wake(job.pk, kind))
    return job


@transaction.atomic
def retry(job_id: int, *, by: Officer, at: datetime) -> Job:
    """Put a failed job of the own office back into the queue."""
    failed = Job.objects.visible_to(by).filter(pk=job_id, state=JobState.FAILED)
    changed = failed.update(state=JobState.QUEUED, attempts=0, message="", finished_at=None, done=0)
    if not changed:
        raise CaseError("只有未完成的作业可以重新执行")
    job = Job.objects.get(pk=job_id)
    audit.record(audit.Deed("重新执行后台作业", "job", job_id), by=by, at=at)
    transaction.on_commit(lambda: _wake(job.pk, job.kind))
    return job


def run(job_id: int, clock: Clock) -> None:
    """Run a job if nobody else has it; called by the worker."""
    lease = _claim(job_id, clock())
    if lease is None:
        return
    job = Job.objects.select_related("owner", "owner__office", "owner__office__region").get(
        pk=job_id
    )
    context = JobContext(job=job, clock=clock, lease=lease)
    settled = False
    try:
        with told_when_full():
            message = _HANDLERS[job.kind](context)
        _finish(context, JobState.DONE, message)
        settled = True
    except CaseError as refusal:
        _finish(context, JobState.FAILED, str(refusal))
        settled = True
    except LeaseLostError:
        log.warning("job %s: lease lost", job.pk)
        settled = True
    finally:
        if not settled:
            _put_back(context)


def sweep(at: datetime) -> int:
    """Wake a worker for every job that waits without one; returns how many.

    A job whose workers died with it each time is given up.
    """
    dead = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=at)
    dead.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, lease="", finished_at=at, message=GIVEN_UP
    )
    waiting = Job.objects.filter(
        Q(state=JobState.QUEUED, created_at__lte=at - PATIENCE)
        | Q(state=JobState.RUNNING, lease_until__lt=at)
    )
    jobs = list(waiting.values_list("pk", "kind"))
    for job_id, kind in jobs:
        _wake(job_id, kind)
    return len(jobs)


def _wake(job_id: int, kind: str) -> None:
    """Tell a worker, unless the job has been run meanwhile; the sweep makes up for a lost word."""
    if Job.objects.filter(pk=job_id, state__in=(JobState.DONE, JobState.FAILED)).exists():
        return
    try:
        queue = _QUEUES.get(kind, DEFAULT_QUEUE)
        current_app.signature(RUN_TASK, args=(job_id,)).apply_async(queue=queue)
    except OperationalError:
        log.warning("queue unreachable; job %s stays queued", job_id)


def _claim(job_id: int, at: datetime) -> str | None:
    lease = str(uuid.uuid4())
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at)
    taken = Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING,
        lease=lease,
        lease_until=_lease_end(at),
        attempts=F("attempts") + 1,
        started_at=Coalesce(F("started_at"), at),
        done=0,
    )
    return lease if taken else None


@transaction.atomic
def _finish(context: JobContext, state: JobState, message: str) -> None:
    """Settle the job with its files, unless another worker has it: then the files are dropped."""
    held = Job.objects.filter(pk=context.job.pk, lease=context.lease, state=JobState.RUNNING)
    columns: dict[str, Any] = {"state": state, "message": message[:500]}
    if state == JobState.DONE:
        columns["done"] = F("total")
    if not held.update(finished_at=context.clock(), lease="", **columns):
        _drop_outputs(context)
        raise LeaseLostError(context.job.key)
    if state == JobState.FAILED:
        _drop_outputs(context)
        return
    JobFile.objects.filter(job=context.job).delete()
    JobFile.objects.bulk_create(
        JobFile(
            job=context.job,
            name=name,
            file=stored,
            sha256=digest,
            size=size,
            holds_personal_data=personal,
        )
        for name, stored, digest, size, personal in context.outputs
    )


def _put_back(context: JobContext) -> None:
    """After a fault: back into the queue, or given up after the last attempt."""
    _drop_outputs(context)
    held = Job.objects.filter(pk=context.job.pk, lease=context.lease, state=JobState.RUNNING)
    attempts = held.values_list("attempts", flat=True).first() or 0
    if attempts < MAX_ATTEMPTS:
        held.update(state=JobState.QUEUED, lease="", lease_until=None)
    else:
        held.update(
            state=JobState.FAILED,
            lease="",
            finished_at=context.clock(),
            message=f"系统故障，已尝试 {attempts} 次。请联系技术员，作业号 {context.job.pk}",
        )


def _drop_outputs(context: JobContext) -> None:
    for _, stored, *_ in context.outputs:
        default_storage.delete(stored)


def _lease_end(at: datetime) -> datetime:
    return at + timedelta(seconds=settings.PENSION_JOB_LEASE_SECONDS)
