"""Background jobs: run once, taken up again, files only when finished, failures in words."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from pension.models import AuditEntry, Job, JobFile, JobState, Officer
from pension.services import jobs
from pension.services.jobs import JobContext
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import OfficeKind, Post
from subsidies.services.batches.exporting import ROSTER_JOB
from tests.clock import NOON
from tests.factories.jobs import TRIAL
from tests.factories.kernel import OfficerFactory, holder, office

pytestmark = pytest.mark.django_db
Handler = Callable[[JobContext], str]


class FaultError(Exception):
    """A fault of the program, as a handler might have one."""


@pytest.fixture
def register() -> Callable[[Handler], None]:
    """Registers a handler of the trial kind."""
    return lambda handler: jobs.handles(TRIAL)(handler) and None


def ask(key: str = "one") -> Job:
    return jobs.enqueue(TRIAL, key=key, title="试作业", by=holder(Post.MERGE), at=NOON)


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
            key=key, kind=TRIAL, title=key, owner=officer, state=state,
            created_at=NOON, lease_until=NOON + lease_end, finished_at=NOON,
        )  # fmt: skip

    register(lambda context: "")
    job("waiting", JobState.QUEUED, timedelta())
    job("abandoned", JobState.RUNNING, timedelta(seconds=30))
    job("at work", JobState.RUNNING, timedelta(seconds=300))
    job("done", JobState.DONE, timedelta())

    assert jobs.sweep(NOON + timedelta(seconds=60)) == 2


def lock(owner: Officer) -> None:
    Officer.objects.filter(pk=owner.pk).update(is_active=False, locked_at=NOON)


def end_posts(owner: Officer) -> None:
    owner.holdings.update(ended_at=NOON)


def move(owner: Officer) -> None:
    Officer.objects.filter(pk=owner.pk).update(office=office(OfficeKind.STREET, "530114005"))


@pytest.mark.parametrize("lose_authority", [lock, end_posts, move])
def test_a_job_whose_owner_may_no_longer_have_it_done_does_nothing(
    lose_authority: Callable[[Officer], None], register: Callable[[Handler], None]
) -> None:
    runs: list[str] = []
    register(lambda context: str(runs.append(context.lease)))
    job = ask()
    lose_authority(job.owner)

    jobs.run(job.pk, clock)

    job.refresh_from_db()
    assert (runs, job.state) == ([], JobState.FAILED)
    assert f"提交人「{job.owner}」" in job.message
    assert AuditEntry.objects.filter(action="停止后台作业（提交人已无权）").count() == 1


def test_a_job_whose_owner_is_locked_in_the_middle_stops_and_gives_out_nothing(
    register: Callable[[Handler], None],
) -> None:
    def locked_halfway(context: JobContext) -> str:
        write_file(context)
        lock(context.job.owner)
        context.progress(2, 2)
        return "不该算数"

    register(locked_halfway)
    job = ask()

    jobs.run(job.pk, clock)

    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.FAILED, 2)
    assert "作业已停止" in job.message
    assert not JobFile.objects.exists()
    assert default_storage.listdir(f"jobs/{job.pk}")[1] == []


def test_a_colleague_who_has_a_stopped_job_run_again_answers_for_it(
    register: Callable[[Handler], None],
) -> None:
    register(write_file)
    job, colleague = ask(), holder(Post.PREPARE)
    lock(job.owner)
    jobs.run(job.pk, clock)

    jobs.retry(job.pk, by=colleague, at=NOON)
    jobs.run(job.pk, clock)

    job.refresh_from_db()
    assert (job.state, job.owner) == (JobState.DONE, colleague)


def test_who_does_not_do_the_work_has_no_failed_job_run_again() -> None:
    job = jobs.enqueue(ROSTER_JOB, key="one", title="试作业", by=holder(Post.CASHIER), at=NOON)
    Job.objects.update(state=JobState.FAILED, finished_at=NOON)

    with pytest.raises(CaseError, match="岗位不办理此项业务"):
        jobs.retry(job.pk, by=holder(Post.SYSTEM), at=NOON)
