"""Asks for the letter that tells a person of a recovery."""

from datetime import datetime

from django.urls import reverse

from pension.models import Job, Officer
from pension.queries.offices import contact_mark
from pension.services import jobs
from pension.vocabulary.errors import CaseError
from subsidies.models import Recovery
from subsidies.workflow.readers import BUREAU_MONEY_POSTS

RECOVERY_LETTER = jobs.declare("recovery_letter", posts=BUREAU_MONEY_POSTS, queue="papers")


def request_letter(recovery: Recovery, *, by: Officer, at: datetime) -> Job:
    """Have the 追回通知书 set; of one decision and office it is the same job."""
    if not recovery.decision_number:
        raise CaseError("作出决定以后才有通知书")
    if not by.is_bureau:
        raise CaseError("追回通知书由区居保局打印")
    state = f"{recovery.round}:{recovery.state}"
    return jobs.enqueue(
        RECOVERY_LETTER,
        key=f"{RECOVERY_LETTER}:{recovery.pk}:{state}:{by.office_id}:{contact_mark(by.office)}",
        title=f"追回通知书 {recovery.number}",
        link=reverse("subsidies:recovery", args=[recovery.pk]),
        params={"recovery": recovery.pk},
        by=by,
        at=at,
    )
