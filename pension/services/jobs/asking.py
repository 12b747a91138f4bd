"""Asking for a job, and asking for a failed one again."""

import logging
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from pension.models import Job, JobState, Officer
from pension.services import audit
from pension.services.jobs.authority import insist
from pension.vocabulary.errors import CaseError
from pension.vocabulary.job_kinds import queue_of

log = logging.getLogger(__name__)

RUN_TASK = "pension.tasks.run_job"
PATIENCE = timedelta(seconds=20)  # a job that waits longer may have no worker told of it


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
    """Ask for a job; the same key again gives the job that is there, without a second effect.

    Refused to who holds no post that has jobs of this kind done.
    """
    insist(kind, by)
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
        transaction.on_commit(lambda: wake(job.pk, kind))
    return job


@transaction.atomic
def retry(job_id: int, *, by: Officer, at: datetime) -> Job:
    """Put a failed job of the own office back into the queue; from now on it is the job of ``by``.

    Refused to who holds no post that has jobs of this kind done.
    """
    failed = Job.objects.visible_to(by).filter(pk=job_id, state=JobState.FAILED)
    kind = failed.values_list("kind", flat=True).first()
    if kind is None:
        raise CaseError("只有未完成的作业可以重新执行")
    insist(kind, by)
    queued = failed.update(
        state=JobState.QUEUED, owner=by, attempts=0, message="", finished_at=None, done=0
    )
    if not queued:
        raise CaseError("本作业已由他人重新执行")
    job = Job.objects.get(pk=job_id)
    audit.record(audit.Deed("重新执行后台作业", "job", job_id), by=by, at=at)
    transaction.on_commit(lambda: wake(job.pk, job.kind))
    return job


def wake(job_id: int, kind: str) -> None:
    """Tell a worker, unless the job has been run meanwhile; the sweep makes up for a lost word."""
    if Job.objects.filter(pk=job_id, state__in=(JobState.DONE, JobState.FAILED)).exists():
        return
    try:
        queue = queue_of(kind)
        current_app.signature(RUN_TASK, args=(job_id,)).apply_async(queue=queue)
    except OperationalError:
        log.warning("queue unreachable; job %s stays queued", job_id)
