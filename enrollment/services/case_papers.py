"""Papers of one case: receipt, list of missing papers, approval sheet; set by the worker.

A second click finds the first paper; once the case has changed, a new one is set.
"""

from datetime import date, datetime

from django.utils import timezone

from enrollment.models import Case
from enrollment.queries.dossier import Dossier, dossier_of
from enrollment.queries.evidence import evidence_of, wanting
from enrollment.queries.notices import fingerprint
from enrollment.rules.categories import Category
from enrollment.workflow.desks import READING_POSTS
from enrollment.workflow.states import OPEN_STATES
from pension.models import Job, Officer
from pension.queries.offices import contact_mark
from pension.services import jobs
from pension.vocabulary.errors import CaseError

RECEIPT = jobs.declare("acceptance_receipt", posts=READING_POSTS, queue="papers")
MISSING = jobs.declare("missing_papers", posts=READING_POSTS, queue="papers")
APPROVAL_SHEET = jobs.declare("confirmation_sheet", posts=READING_POSTS, queue="papers")

# The columns of a case that a paper of it prints.
PRINTED = (
    "state",
    "round",
    "category",
    "certificate",
    "approval_id",
    "agreement_id",
    "signed_roster_id",
    "taken_on",
    "in_school_when_taken",
    "household_size",
    "area_before",
    "area_after",
    "police_asked",
    "choice",
)


def print_receipt(case: Case, *, by: Officer, at: datetime) -> Job:
    """Ask for the receipt: what was received, what comes next, whom to ask."""
    return _ask(RECEIPT, "受理回执", dossier_of(case), {}, by=by, at=at)


def print_missing(case: Case, until: date, *, by: Officer, at: datetime) -> Job:
    """Ask for the list of what is wanting, to be brought by the end of ``until``.

    Refused: a case that is no longer open, nothing is wanting, or a day that is over.
    """
    if case.state not in OPEN_STATES:
        raise CaseError(f"当前为「{case.state_label}」，已不能补正材料")
    dossier = dossier_of(case)
    if not wanting(dossier):
        raise CaseError("材料已齐，没有需要补正的，不必打印补正材料告知单")
    if until < timezone.localdate(at):
        raise CaseError(f"补正期限 {until} 已过，请填今天或以后的日期")
    details = {"until": until.isoformat()}
    return _ask(MISSING, "补正材料告知单", dossier, details, by=by, at=at)


def print_approval_sheet(case: Case, *, by: Officer, at: datetime) -> Job:
    """Ask for the approval sheet with what every desk said; refused for original enrollees."""
    if case.category == Category.ORIGINAL:
        raise CaseError("原参保人不需要身份确认，没有身份确认审批表")
    return _ask(APPROVAL_SHEET, "身份确认审批表", dossier_of(case), {}, by=by, at=at)


def _ask(
    kind: str, title: str, dossier: Dossier, details: dict[str, str], *, by: Officer, at: datetime
) -> Job:
    case, day = dossier.case, timezone.localdate(at)
    marks = fingerprint([_as_it_stands(dossier), day, *details.values()])
    return jobs.enqueue(
        kind,
        key=f"{kind}:{case.pk}:{marks}:{by.office_id}",
        title=f"{title} {case.number}",
        params={"case": case.pk, "day": day.isoformat(), **details},
        by=by,
        at=at,
    )


def _as_it_stands(dossier: Dossier) -> list[object]:
    """Everything that a paper of the case may say, for telling whether it would say the same."""
    opinions = [(opinion.pk, opinion.set_aside_at) for opinion in dossier.opinions]
    lists = [(one.pk, one.ended_at) for one in (dossier.notice,) if one]
    meeting = [(one.pk, one.opinion, one.set_aside_at) for one in (dossier.review,) if one]
    facts = [dossier.facts.get(name) for name in ("open_objections", "joint_passed")]
    columns = [getattr(dossier.case, name) for name in PRINTED]
    office = contact_mark(dossier.case.created_by.office)
    return [columns, opinions, lists, meeting, facts, evidence_of(dossier), office]
