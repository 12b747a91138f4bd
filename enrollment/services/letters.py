"""Letters to applicants: asked for here, set by the worker, a second click finds the first."""

from datetime import datetime

from django.urls import reverse

from enrollment.models import Case
from enrollment.queries.refusals import decision_on
from enrollment.workflow.desks import READING_POSTS
from enrollment.workflow.states import CaseState
from pension.models import Job, Officer
from pension.queries.offices import contact_mark
from pension.services import jobs
from pension.vocabulary.errors import CaseError

REFUSAL_LETTER = jobs.declare("refusal_letter", posts=READING_POSTS, queue="papers")


def print_refusal(case: Case, *, by: Officer, at: datetime) -> Job:
    """Ask for the letter that tells an applicant of a refusal, its remedy and its time limit."""
    if case.state != CaseState.REFUSED:
        raise CaseError(f"当前为「{case.state_label}」，没有不予确认的决定可以通知")
    decision = decision_on(case)
    mark = contact_mark(decision.officer.office if decision else None)
    return jobs.enqueue(
        REFUSAL_LETTER,
        key=f"{REFUSAL_LETTER}:{case.pk}:{case.round}:{by.office_id}:{mark}",
        title=f"不予确认通知书 {case.number}",
        link=reverse("enrollment:case", args=[case.pk]),
        params={"case": case.pk},
        by=by,
        at=at,
    )
