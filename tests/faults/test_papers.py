"""A long paper whose worker is killed while its parts are set: another worker sets all of it."""

from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

from enrollment.services import papers
from enrollment.workflow.states import CaseState
from pension.celery import app
from pension.documents.long import LONG
from pension.models import Job, JobFile, JobState
from pension.services import jobs
from pension.vocabulary.posts import Post
from tests.factories.enrollment import case_in
from tests.factories.kernel import holder
from tests.faults.workers import worker
from tests.processes import wait_until

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]


def test_letters_whose_worker_was_killed_are_set_by_another_every_one_once(
    redis_server: str, own_files: Path
) -> None:
    app.control.purge()
    app.loader.import_default_modules()
    cases = [case_in(CaseState.MERGING) for _ in range(LONG + 15)]
    officer = holder(Post.MERGE)
    with worker("first", redis_server, own_files.parent) as first:
        job = papers.print_rights([case.pk for case in cases], by=officer, at=timezone.now())
        wait_until(lambda: Job.objects.get(pk=job.pk).done > 0)
        first.kill()
    halfway, given_out = Job.objects.get(pk=job.pk), JobFile.objects.count()

    with worker("second", redis_server, own_files.parent):
        wait_until(lambda: jobs.sweep(timezone.now()) > 0)
        wait_until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE)

    assert (halfway.state, given_out) == (JobState.RUNNING, 0)
    with job.files.get().file.open() as file:
        pages = [page.extract_text() for page in PdfReader(file).pages]
    assert len(pages) == len(cases)
    assert all(case.number in page for case, page in zip(cases, pages, strict=True))
