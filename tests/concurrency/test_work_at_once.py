"""Many workers, tabs and clicks for the same job, file or paper: it is done once."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from enrollment.imports.roster_sheet import SHEET
from enrollment.models import Case
from pension.models import (
    AuditEntry,
    Draft,
    Job,
    JobFile,
    JobState,
    PostHolding,
    Upload,
    UploadState,
)
from pension.services import audit, drafts, jobs, officers, uploads
from pension.services.jobs import JobContext
from pension.vocabulary.posts import Post
from performance.models import PaperIssue
from performance.services import papers
from tests.clock import NOON
from tests.concurrency.threads import at_once, results
from tests.factories import rosters
from tests.factories.jobs import TRIAL
from tests.factories.kernel import OfficerFactory, holder
from tests.factories.performance import paper_of
from tests.factories.uploads import filled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def runs() -> list[str]:
    """A kind of job that gives out a file; the list names every run by its lease."""
    found: list[str] = []

    @jobs.handles(TRIAL)
    def handler(context: JobContext) -> str:
        found.append(context.lease)
        context.progress(1, 2)
        context.give_out("名册.txt", ContentFile(b"abc"), personal=False)
        return "写好了"

    return found


def test_a_job_is_asked_for_and_run_once(runs: list[str], crowd: int) -> None:
    owner = holder(Post.MERGE)

    asked = at_once(
        crowd,
        lambda _: jobs.enqueue(TRIAL, key="one", title="试作业", by=owner, at=NOON).pk,
    )
    at_once(crowd, lambda place: jobs.run(asked[place], lambda: NOON))

    job = Job.objects.get()
    assert set(asked) == {job.pk}
    assert (len(runs), job.state, job.attempts) == (1, JobState.DONE, 1)
    assert JobFile.objects.count() == 1
    assert not list(audit.verify())


def test_a_failed_job_is_put_back_once(runs: list[str], crowd: int) -> None:
    job = jobs.enqueue(TRIAL, key="one", title="试作业", by=holder(Post.MERGE), at=NOON)
    Job.objects.update(state=JobState.FAILED, finished_at=NOON)
    officer = holder(Post.MERGE)

    answers = at_once(crowd, lambda _: jobs.retry(job.pk, by=officer, at=NOON))

    assert len(results(answers)) == 1


def test_a_workbook_is_committed_once(checked: Upload, crowd: int) -> None:
    clerk = checked.officer

    at_once(crowd, lambda _: uploads.request_commit(checked.pk, by=clerk, at=NOON))
    job = Job.objects.get(kind=uploads.COMMIT_JOB)
    at_once(crowd, lambda _: jobs.run(job.pk, lambda: NOON))

    checked.refresh_from_db()
    assert (checked.state, checked.good_count) == (UploadState.COMMITTED, 2)
    assert Case.objects.count() == 2
    assert not list(audit.verify())


def test_workers_that_overtake_each_other_commit_every_row_once(
    checked: Upload, crowd: int
) -> None:
    uploads.request_commit(checked.pk, by=checked.officer, at=NOON)
    job = Job.objects.get(kind=uploads.COMMIT_JOB)
    # Each comes when the lease of the one before has run out, while that one is still at work.
    moments = [NOON + timedelta(hours=hour) for hour in range(crowd)]

    at_once(crowd, lambda place: jobs.run(job.pk, lambda: moments[place]))
    jobs.run(job.pk, lambda: NOON + timedelta(days=30))

    checked.refresh_from_db()
    assert (checked.state, checked.good_count, checked.bad_count) == (UploadState.COMMITTED, 2, 0)
    assert Case.objects.count() == 2


def test_a_workbook_is_taken_in_once(crowd: int) -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    content = filled(SHEET, [rosters.row()])

    def hand_in(_: int) -> Upload:
        file = SimpleUploadedFile("花名册.xlsx", content)
        return uploads.stage("roster", file, {}, by=clerk, at=NOON)

    assert len(results(at_once(crowd, hand_in))) == 1
    assert Upload.objects.count() == 1


def test_clicks_with_one_token_issue_a_paper_once(crowd: int) -> None:
    author = holder(Post.PERFORMANCE)
    paper = paper_of(author)

    answers = at_once(crowd, lambda _: papers.issue(paper.pk, token="t", by=author, at=NOON).pk)

    assert set(results(answers)) == {PaperIssue.objects.get().pk}
    assert len(results(answers)) == crowd


def test_issues_of_a_paper_are_numbered_without_doubles(crowd: int) -> None:
    author = holder(Post.PERFORMANCE)
    paper = paper_of(author)

    answers = at_once(
        crowd, lambda place: papers.issue(paper.pk, token=f"t{place}", by=author, at=NOON).number
    )

    assert sorted(results(answers)) == list(range(1, crowd + 1))


@pytest.mark.parametrize("began", [False, True])
def test_entries_of_one_office_make_one_chain(began: bool, crowd: int) -> None:
    colleagues = [OfficerFactory() for _ in range(crowd)]
    if began:
        audit.record(audit.Deed("演示", "case", 0), by=colleagues[0], at=NOON)

    at_once(
        crowd,
        lambda place: audit.record(
            audit.Deed("演示", "case", place), by=colleagues[place], at=NOON
        ),
    )

    numbers = AuditEntry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, crowd + 1 + began))
    assert not list(audit.verify())


def test_a_post_is_granted_once(crowd: int) -> None:
    colleague, granter = OfficerFactory(), holder(Post.SYSTEM)

    at_once(
        crowd,
        lambda _: officers.set_posts(colleague.pk, [Post.PREPARE], by=granter, at=NOON) and None,
    )

    assert PostHolding.objects.filter(officer=colleague).count() == 1


def test_a_draft_is_kept_by_two_tabs(crowd: int) -> None:
    officer = OfficerFactory()

    kept = at_once(
        crowd, lambda place: drafts.keep("form", {"name": [str(place)]}, by=officer, at=NOON)
    )

    assert all(kept)
    assert Draft.objects.count() == 1
