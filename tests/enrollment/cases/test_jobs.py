"""Workbooks and letters that the worker makes of cases."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from enrollment import tasks
from enrollment.models import Case
from enrollment.services import confirmations, letters
from enrollment.workflow.states import CaseState, RefusalReason
from pension.models import AuditEntry, Job, JobState, Officer
from pension.services import jobs
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db


def clock() -> datetime:
    return NOON


def run(job: Job) -> Job:
    jobs.run(job.pk, clock)
    return Job.objects.get(pk=job.pk)


def test_the_jobs_of_the_app_are_registered() -> None:
    assert {"exports", "letters"} <= set(tasks.__all__)


def test_an_export_holds_exactly_what_the_list_shows_with_masked_numbers() -> None:
    shown, hidden = case_in(CaseState.STREET), case_in(CaseState.ENTERED)
    elsewhere = case_in(CaseState.STREET, code="53011400600101")
    officer = holder(Post.STREET_REVIEW)
    job = jobs.enqueue(
        "export_cases",
        key="one",
        title="导出",
        by=officer,
        at=NOON,
        params={"query": "state=street"},
    )

    job = run(job)

    content = job.files.get().file.read()
    cells = [
        [str(cell.value) for cell in row]
        for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()
    ]
    text = " ".join(cell for row in cells for cell in row)
    assert (job.state, job.message) == (JobState.DONE, "已导出 1 行")
    assert shown.number in text
    assert shown.person.masked_identity in text
    assert shown.person.identity_number not in text
    assert hidden.number not in text
    assert elsewhere.number not in text
    assert AuditEntry.objects.filter(action="导出身份确认名单", officer=officer).count() == 1


def refused_case() -> tuple[int, Officer]:
    rules(remedy_days=60)
    case = case_in(CaseState.STREET)
    officer = holder(Post.STREET_REVIEW)
    confirmations.refuse(
        [case.pk],
        "refuse_street",
        RefusalReason.LAND_KEPT,
        by=officer,
        at=NOON,
        reason="家庭仍有承包地3亩",
    )
    return case.pk, officer


def test_the_letter_of_a_refusal_tells_reason_remedy_and_time_limit(
    sign_in: Callable[[Officer], Client],
) -> None:
    pk, officer = refused_case()
    url = reverse("enrollment:case_letter", args=[pk])
    for _ in range(2):
        sign_in(officer).post(url)

    job = run(Job.objects.get(kind=letters.REFUSAL_LETTER))

    reader = PdfReader(BytesIO(job.files.get().file.read()))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
    assert job.state == JobState.DONE
    for words in ("不予确认", "未失去全部或大部分土地", "家庭仍有承包地3亩", "2022年12月30日"):
        assert words in text
    assert "********" in text


def test_there_is_no_letter_without_a_refusal() -> None:
    case = case_in(CaseState.STREET)

    with pytest.raises(CaseError, match="没有不予确认的决定"):
        letters.print_refusal(case, by=holder(Post.STREET_REVIEW), at=NOON)


def test_a_letter_asked_for_before_a_reopening_is_not_set_after_it() -> None:
    pk, officer = refused_case()
    case = Case.objects.get(pk=pk)
    job = letters.print_refusal(case, by=officer, at=NOON)
    confirmations.reopen(pk, by=holder(Post.SECOND_CHECK), at=NOON, reason="补了证据")

    job = run(job)

    assert job.state == JobState.FAILED
    assert "不予确认" in job.message
