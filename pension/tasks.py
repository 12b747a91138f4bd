"""What the queue calls: run a job, sweep for jobs without a worker. The clock is read here."""

from celery import shared_task
from django.utils import timezone

from pension.services import jobs, sessions


@shared_task(name=jobs.RUN_TASK)
def run_job(job_id: int) -> None:
    """Run one job; a second delivery does nothing."""
    jobs.run(job_id, timezone.now)


@shared_task(name="pension.tasks.sweep_jobs")
def sweep_jobs() -> int:
    """Wake workers for queued and abandoned jobs."""
    return jobs.sweep(timezone.now())


@shared_task(name="pension.tasks.sweep_sessions")
def sweep_sessions() -> int:
    """Delete sessions that have run out."""
    return sessions.sweep(timezone.now())
