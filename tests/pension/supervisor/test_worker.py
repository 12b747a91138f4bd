"""The real thing: a task goes through Redis to a worker that sees the test's database."""

from pension.celery import app
from pension.supervisor.crew import Crew
from pension.tasks import sweep_jobs
from tests.processes import wait_until


def tasks_done() -> dict[str, int]:
    """Return how often the worker has run which task."""
    answers = app.control.inspect(timeout=0.5).stats() or {}
    return {name: count for answer in answers.values() for name, count in answer["total"].items()}


def test_a_worker_takes_what_is_sent_through_redis(celery_worker_process: Crew) -> None:
    sweep_jobs.delay()

    wait_until(lambda: tasks_done().get(sweep_jobs.name) == 1, celery_worker_process)
