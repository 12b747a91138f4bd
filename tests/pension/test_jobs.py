"""Background jobs: run once, taken up again, files only when finished, failures in words."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from pension.models import Job, JobFile, JobState
from pension.services import jobs
from pension.services.jobs import JobContext
from pension.vocabulary.errors import CaseError
from tests.clock import NOON
from tests.factories.kernel import OfficerFactory

pytestmark = pytest.mark.django_db
Handler = Callable[[JobContext], str]


class FaultError(Exception):
    """A fault of the program, as a handler might have one."""


@pytest.fixture
def register() -> Iterator[Callable[[Handler], None]]:
    """Registers a handler of the kind «test» for the length of a test."""
    yield lambda handler: jobs.handles("test")(handler) and None
    jobs._HANDLERS.pop("test", None)


def ask(key: str = "one") -> Job:
    return jobs.enqueue("test", key=key, title="试作业", by=OfficerFactory(), at=NOON)


def clock() -> datetime:
    return NOON


def write_file(context: JobContext) -> str:
    context.progress(1, 2)
    context.give_out("名册.txt", ContentFile(b"abc"), personal=False)
    return "写好了"


def test_a_job_runs_and_gives_out_its_file(register: Callable[[Handler], None]) -> None:
    register(write_file)
    job = ask()

    jobs.run(job.pk, clock)

    job.refresh_from_db()
    assert (job.state, job.message, job.done, job.total) == (JobState.DONE, "写好了", 2, 2)
    assert JobFile.objects.get(job=job).file.read() == b"abc"


def test_the_same_key_asks_once_and_a_second_delivery_does_nothing(
    register: Callable[[Handler], None],
) -> None:
    runs: list[int] = []
    register(lambda context: str(runs.append(context.job.pk)))
    job = ask()

    assert ask().pk == job.pk
    jobs.run(job.pk, clock)
    jobs.run(job.pk, clock)

    assert runs == [job.pk]


def test_a_running_job_is_left_alone_until_its_lease_runs_out(
    register: Callable[[Handler], None],
) -> None:
    runs: list[str] = []
    register(lambda context: str(runs.append(context.lease)))
    job = ask()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, lease="dead", lease_until=NOON + timedelta(seconds=1)
    )

    jobs.run(job.pk, clock)
    assert runs == []

    jobs.run(job.pk, lambda: NOON + timedelta(seconds=2))
    assert len(runs) == 1


def test_whoever_lost_the_lease_leaves_no_file_behind(
    register: Callable[[Handler], None],
) -> None:
    def loses_it(context: JobContext) -> str:
        write_file(context)
        Job.objects.filter(pk=context.job.pk).update(lease="another")
        return "不该算数"

    register(loses_it)
    job = ask()

    jobs.run(job.pk, clock)

    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert not JobFile.objects.exists()
    assert default_storage.listdir(f"jobs/{job.pk}")[1] == []


def test_a_refusal_fails_the_job_in_words(register: Callable[[Handler], None]) -> None:
    def refuses(context: JobContext) -> str:
        raise CaseError("2013年个人缴费补助比例未录入")

    register(refuses)
    job = ask()

    jobs.run(job.pk, clock)

    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "2013年个人缴费补助比例未录入")


def test_a_fault_is_tried_three_times_and_then_told(
    register: Callable[[Handler], None],
) -> None:
    def breaks(context: JobContext) -> str:
        raise FaultError

    register(breaks)
    job = ask()
    for expected in (JobState.QUEUED, JobState.QUEUED, JobState.FAILED):
        with pytest.raises(FaultError):
            jobs.run(job.pk, clock)
        job.refresh_from_db()
        assert job.state == expected

    assert "联系技术员" in job.message


def test_a_failed_job_can_be_run_again_and_a_finished_one_cannot(
    register: Callable[[Handler], None],
) -> None:
    register(write_file)
    job = ask()
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=NOON)

    jobs.retry(job.pk, by=job.owner, at=NOON)
    jobs.run(job.pk, clock)

    job.refresh_from_db()
    assert job.state == JobState.DONE
    with pytest.raises(CaseError, match="未完成"):
        jobs.retry(job.pk, by=job.owner, at=NOON)


def test_a_job_whose_workers_die_with_it_is_given_up(
    register: Callable[[Handler], None],
) -> None:
    register(write_file)
    job = ask()
    over = NOON + timedelta(seconds=60)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, lease="dead", lease_until=NOON, attempts=jobs.MAX_ATTEMPTS
    )

    assert jobs.sweep(over) == 0

    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, jobs.GIVEN_UP)
    jobs.retry(job.pk, by=job.owner, at=over)
    jobs.run(job.pk, lambda: over)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_the_sweep_wakes_waiting_and_abandoned_jobs_only(
    register: Callable[[Handler], None],
) -> None:
    def job(key: str, state: JobState, lease_end: timedelta) -> None:
        officer = OfficerFactory()
        Job.objects.create(
            key=key, kind="test", title=key, owner=officer, state=state,
            created_at=NOON, lease_until=NOON + lease_end, finished_at=NOON,
        )  # fmt: skip

    register(lambda context: "")
    job("waiting", JobState.QUEUED, timedelta())
    job("abandoned", JobState.RUNNING, timedelta(seconds=30))
    job("at work", JobState.RUNNING, timedelta(seconds=300))
    job("done", JobState.DONE, timedelta())

    assert jobs.sweep(NOON + timedelta(seconds=60)) == 2
