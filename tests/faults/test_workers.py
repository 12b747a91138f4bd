"""Workers that die, come twice, or find the queue gone: the job is done, and done once."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from pension.celery import app
from pension.models import AuditEntry, Job, JobFile, JobState
from pension.services import audit, jobs
from subsidies.models import BatchEvent
from subsidies.services import batches
from subsidies.workflow.states import BatchState
from tests.conftest import RedisProgram
from tests.factories.batches import Crew, batch_in, due
from tests.faults.workers import large_batch, worker
from tests.processes import wait_until

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]
ROWS = 8000


@pytest.fixture(autouse=True)
def _empty_queue(redis_server: str) -> None:
    """Nothing of an earlier test waits, and every kind of job is known."""
    app.control.purge()
    app.loader.import_default_modules()


def state_of(job: Job) -> str:
    """Where a job is now."""
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def positions(output: JobFile) -> list[int]:
    """The running numbers in a roster."""
    sheet = load_workbook(output.file, read_only=True).worksheets[0]
    return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_a_roster_whose_worker_was_killed_is_written_by_another(
    redis_server: str, own_files: Path
) -> None:
    crew = Crew()
    batch = large_batch(ROWS, crew)
    with worker("first", redis_server, own_files.parent) as first:
        job = batches.request_roster(batch.pk, by=crew.cashier, at=timezone.now())
        wait_until(lambda: Job.objects.get(pk=job.pk).done > 0)
        first.kill()
    halfway, given_out = Job.objects.get(pk=job.pk), JobFile.objects.count()

    with worker("second", redis_server, own_files.parent):
        wait_until(lambda: jobs.sweep(timezone.now()) > 0 or state_of(job) == JobState.DONE)
        wait_until(lambda: state_of(job) == JobState.DONE)

    job.refresh_from_db()
    batch.refresh_from_db()
    roster = job.files.get(name=batch.export_name)
    assert (halfway.state, given_out) == (JobState.RUNNING, 0)
    assert 0 < halfway.done < ROWS
    assert (job.attempts, job.files.count()) == (2, 2)
    assert positions(roster) == list(range(1, ROWS + 1))
    assert batch.state == BatchState.EXPORTED
    assert BatchEvent.objects.filter(record=batch, step="export").count() == 1
    assert AuditEntry.objects.filter(action="导出发放名册").count() == 1
    assert not list(audit.verify())


def test_two_workers_given_the_same_job_do_it_once(redis_server: str, own_files: Path) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    var = own_files.parent

    with worker("first", redis_server, var), worker("second", redis_server, var):
        job = batches.request_roster(batch.pk, by=crew.cashier, at=timezone.now())
        for _ in range(10):
            app.signature(jobs.RUN_TASK, args=(job.pk,)).apply_async(queue=jobs.DEFAULT_QUEUE)
        wait_until(lambda: state_of(job) == JobState.DONE)
        wait_until(_is_idle)

    job.refresh_from_db()
    assert (job.attempts, job.files.count()) == (1, 2)
    assert BatchEvent.objects.filter(record=batch, step="export").count() == 1


def test_what_is_asked_for_while_redis_is_away_is_done_when_it_is_back(
    redis_program: RedisProgram, redis_server: str, own_files: Path, client: Client
) -> None:
    due()
    crew = Crew()
    batch = batch_in(BatchState.RELEASED, crew)
    client.force_login(crew.cashier, backend="pension.middleware.officers.OfficerBackend")
    redis_program.stop()
    try:
        asked = client.post(reverse("subsidies:batch_roster", args=[batch.pk]))
        job = Job.objects.get(kind="write_roster")
        page = client.get(reverse("pension:job", args=[job.pk]))
    finally:
        redis_program.start()

    assert (asked.status_code, page.status_code) == (302, 200)
    assert job.state == JobState.QUEUED
    with worker("later", redis_server, own_files.parent):
        Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - jobs.PATIENCE)
        wait_until(lambda: jobs.sweep(timezone.now()) > 0 or state_of(job) == JobState.DONE)
        wait_until(lambda: state_of(job) == JobState.DONE)
    batch.refresh_from_db()
    assert batch.state == BatchState.EXPORTED


def _is_idle() -> bool:
    """Whether no worker has a task, nor one that waits."""
    seen = app.control.inspect(timeout=0.5)
    found = [seen.active() or {}, seen.reserved() or {}]
    return not any(tasks for answers in found for tasks in answers.values())
