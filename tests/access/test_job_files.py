"""What jobs give out: every kind × every post, in the own office and in another's.

Who asks for a job and who reads its files stands here a second time, so that a wider circle is
somebody's decision and no slip.
"""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from enrollment import tasks as enrollment_tasks
from pension.models import AuditEntry, Job, JobFile, JobState, Officer
from pension.services import jobs
from pension.vocabulary import job_kinds
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from performance import tasks as performance_tasks
from subsidies import tasks as subsidies_tasks
from tests.access.homes import OTHER_DISTRICT, Home, own, two_districts
from tests.access.kernel import job_of
from tests.access.visits import Visitors
from tests.clock import NOON
from tests.factories.jobs import TRIAL
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
LOADED = (enrollment_tasks, performance_tasks, subsidies_tasks)

ALL = frozenset(Post)
LOCAL = frozenset(
    {Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM, Post.STREET_ENTRY, Post.STREET_REVIEW}
)
DEPARTMENTS = frozenset({Post.AGRICULTURE, Post.RESOURCES, Post.POLICE})
FINANCE = frozenset({Post.CASHIER, Post.RECONCILE})
CASES = ALL - FINANCE - {Post.PERFORMANCE, Post.SYSTEM}
MONEY = ALL - DEPARTMENTS - {Post.SYSTEM}
BUREAU_MONEY = MONEY - LOCAL

# Kind: who asks for such a job; who reads what it gives out.
CIRCLES = {
    "check_upload": (ALL, ALL),
    "commit_upload": (ALL, ALL),
    "export_cases": (CASES, CASES),
    "acceptance_receipt": (CASES, CASES),
    "missing_papers": (CASES, CASES),
    "confirmation_sheet": (CASES, CASES),
    "refusal_letter": (CASES, CASES),
    "notice_paper": (CASES, CASES),
    "review_paper": (CASES, CASES),
    "sheet_paper": ({Post.STREET_ENTRY}, {Post.STREET_ENTRY}),
    "rights_paper": ({Post.MERGE}, {Post.MERGE}),
    "calculate": ({Post.PREPARE}, {Post.PREPARE}),
    "calculation_sheet": (MONEY, MONEY),
    "draft_batch": ({Post.PREPARE}, {Post.PREPARE}),
    "export_calculations": (MONEY, MONEY),
    "export_entitlements": (MONEY, MONEY),
    "export_batch_rows": (MONEY, MONEY),
    "export_arrears": (MONEY, MONEY),
    "batch_approval_sheet": (BUREAU_MONEY, BUREAU_MONEY),
    "batch_closing_sheet": (BUREAU_MONEY, BUREAU_MONEY),
    "write_roster": ({Post.CASHIER}, FINANCE),
    "force_opening": ({Post.SECOND_CHECK}, {Post.SECOND_CHECK}),
    "recovery_letter": (BUREAU_MONEY, BUREAU_MONEY),
    "export_recoveries": (MONEY, MONEY),
    "self_evaluation": ({Post.PERFORMANCE}, {Post.PERFORMANCE, Post.DIRECTOR, Post.INSPECT}),
}


@pytest.fixture
def visitors() -> Visitors:
    """Browsers over a world of two districts."""
    two_districts()
    return Visitors()


def file_of(owner: Officer, kind: str) -> JobFile:
    """A file that a job of this kind gave out in the owner's office."""
    job = job_of(Home(owner), JobState.DONE)
    Job.objects.filter(pk=job.pk).update(kind=kind)
    content = ContentFile(b"530121197103120025", "名册.xlsx")
    return JobFile.objects.create(job=job, name="名册.xlsx", file=content, sha256="0", size=18)


def status_of(visitors: Visitors, who: Officer, file: JobFile) -> int:
    """What somebody gets who asks for a file."""
    return visitors.browser(who).get(reverse("pension:job_file", args=[file.pk])).status_code


def test_every_kind_of_job_has_its_circles_and_its_handler() -> None:
    kinds = set(job_kinds.declared()) - {TRIAL}

    assert LOADED
    assert kinds == set(CIRCLES)
    assert kinds == set(jobs.handled()) - {TRIAL}


def test_a_kind_that_nobody_declared_gets_no_handler() -> None:
    with pytest.raises(KeyError):
        jobs.handles("undeclared")


@pytest.mark.parametrize("kind", CIRCLES)
def test_a_file_is_for_the_posts_that_its_kind_is_for(kind: str, visitors: Visitors) -> None:
    _, readers = CIRCLES[kind]

    for post in Post:
        officer = own(post).officer
        file = file_of(officer, kind)

        is_listed = file.name in visitors.browser(officer).get(reverse("pension:jobs")).text
        found = status_of(visitors, officer, file)

        assert found == (200 if post in readers else 404), f"{kind} as {post.label}"
        assert is_listed == (post in readers), f"{kind} as {post.label}"


@pytest.mark.parametrize("kind", CIRCLES)
def test_a_file_of_another_office_is_not_there_whatever_the_post(
    kind: str, visitors: Visitors
) -> None:
    for post in (Post.CASHIER, Post.DIRECTOR, Post.SYSTEM):
        file = file_of(holder(post, OTHER_DISTRICT), kind)

        assert status_of(visitors, own(post).officer, file) == 404


def test_the_system_post_gets_neither_the_roster_nor_a_link_to_it(visitors: Visitors) -> None:
    keeper, roster = own(Post.SYSTEM).officer, file_of(own(Post.CASHIER).officer, "write_roster")
    page = visitors.browser(keeper).get(reverse("pension:job", args=[roster.job_id]))

    assert page.status_code == 200
    assert "名册.xlsx" not in page.text
    assert status_of(visitors, keeper, roster) == 404
    assert not AuditEntry.objects.filter(action="下载含个人信息的文件").exists()


def test_who_lost_the_post_no_longer_opens_files_of_the_own_jobs(visitors: Visitors) -> None:
    cashier = own(Post.CASHIER).officer
    roster = file_of(cashier, "write_roster")
    cashier.holdings.update(ended_at=NOON)

    assert status_of(visitors, cashier, roster) == 404


@pytest.mark.parametrize("kind", CIRCLES)
def test_jobs_are_asked_for_by_the_posts_that_do_the_work(kind: str, visitors: Visitors) -> None:
    askers, _ = CIRCLES[kind]

    for post in Post:
        officer = own(post).officer
        try:
            jobs.enqueue(kind, key=f"{kind}-{post}", title="演示", by=officer, at=NOON)
            is_taken = True
        except CaseError:
            is_taken = False
        assert is_taken == (post in askers), f"{kind} as {post.label}"
