"""Running jobs: claimed under a lease, handled by kind, settled with their files."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from pension.models import Job, JobFile, JobState
from pension.services import audit
from pension.services.jobs.asking import PATIENCE, wake
from pension.services.jobs.authority import AuthorityLostError, insist_on_owner
from pension.services.jobs.contexts import Clock, JobContext, LeaseLostError, lease_end
from pension.services.storage import told_when_full
from pension.vocabulary.errors import CaseError
from pension.vocabulary.job_kinds import kind_of

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
GIVEN_UP = f"后台程序执行本作业时连续 {MAX_ATTEMPTS} 次中断。请联系技术员，再重新执行"
STOPPED = "停止后台作业（提交人已无权）"
Handler = Callable[[JobContext], str]
_HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of a declared kind: it returns the sentence that the owner reads."""
    kind_of(kind)

    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


def handled() -> list[str]:
    """Every kind that has a handler in this process."""
    return list(_HANDLERS)


def run(job_id: int, clock: Clock) -> None:
    """Run a job if nobody else has it; called by the worker.

    An owner who may no longer have it done ends it with a sentence, and the trail tells of it.
    """
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
            insist_on_owner(job)
            message = _HANDLERS[job.kind](context)
        _finish(context, JobState.DONE, message)
        settled = True
    except AuthorityLostError as refusal:
        _stop(context, str(refusal))
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
        wake(job_id, kind)
    return len(jobs)


def _claim(job_id: int, at: datetime) -> str | None:
    lease = str(uuid.uuid4())
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at)
    taken = Job.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING,
        lease=lease,
        lease_until=lease_end(at),
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
        context.drop_outputs()
        raise LeaseLostError(context.job.key)
    if state == JobState.FAILED:
        context.drop_outputs()
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


@transaction.atomic
def _stop(context: JobContext, message: str) -> None:
    """Settle a job whose owner may no longer have it done; the trail of the office tells of it."""
    _finish(context, JobState.FAILED, message)
    deed = audit.Deed(STOPPED, "job", context.job.pk, {"title": context.job.title})
    audit.record(deed, by=context.job.owner, at=context.clock())


def _put_back(context: JobContext) -> None:
    """After a fault: back into the queue, or given up after the last attempt."""
    context.drop_outputs()
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
