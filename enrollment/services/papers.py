"""Papers asked for: each is set once by the worker, a second click finds the first."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from enrollment.models import JointReview, OpinionSheet, PublicNotice
from enrollment.queries.notices import fingerprint
from enrollment.workflow.desks import READING_POSTS
from pension.models import Job, Officer
from pension.queries.offices import contact_mark
from pension.services import jobs
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post

NOTICE = jobs.declare("notice_paper", posts=READING_POSTS, queue="papers")
REVIEW = jobs.declare("review_paper", posts=READING_POSTS, queue="papers")
SHEET = jobs.declare("sheet_paper", posts=[Post.STREET_ENTRY], queue="papers")
RIGHTS = jobs.declare("rights_paper", posts=[Post.MERGE], queue="papers")


def print_notice(notice: PublicNotice, *, by: Officer, at: datetime) -> Job:
    """Ask for the masked list of a notice: what hangs does not change, but the office may move."""
    mark = contact_mark(notice.posted_by.office)
    return jobs.enqueue(
        NOTICE,
        key=f"{NOTICE}:{notice.pk}:{by.office_id}:{mark}",
        title=f"公示名单 {notice.number}",
        link=reverse("enrollment:notice", args=[notice.pk]),
        params={"notice": notice.pk},
        by=by,
        at=at,
    )


def print_review(review: JointReview, *, by: Officer, at: datetime) -> Job:
    """Ask for the list of a joint review as it is marked now."""
    rows = review.entries.values_list("case_id", "opinion", "text", "set_aside_at")
    marks = fingerprint(rows)
    return jobs.enqueue(
        REVIEW,
        key=f"{REVIEW}:{review.pk}:{marks}:{by.office_id}",
        title=f"联审名单 {review.number}",
        link=reverse("enrollment:review", args=[review.pk]),
        params={"review": review.pk},
        by=by,
        at=at,
    )


def print_sheet(sheet: OpinionSheet, *, by: Officer, at: datetime) -> Job:
    """Ask for an opinion sheet: its people were settled when it was drawn up."""
    return jobs.enqueue(
        SHEET,
        key=f"{SHEET}:{sheet.pk}:{by.office_id}",
        title=f"部门意见表 {sheet.number}",
        link=reverse("enrollment:opinion_sheet", args=[sheet.pk]),
        params={"sheet": sheet.pk},
        by=by,
        at=at,
    )


def print_rights(case_ids: Sequence[int], *, by: Officer, at: datetime) -> Job:
    """Ask for the letters that tell the people of these cases their rights, one page each."""
    if not case_ids:
        raise CaseError("请先选择要打印告知书的人员")
    day, mark = timezone.localdate(at), contact_mark(by.office)
    return jobs.enqueue(
        RIGHTS,
        key=f"{RIGHTS}:{fingerprint(case_ids)}:{day}:{by.office_id}:{mark}",
        title=f"权益告知书（{len(case_ids)} 人）",
        link=reverse("enrollment:merging"),
        params={"cases": sorted(case_ids)},
        by=by,
        at=at,
    )
