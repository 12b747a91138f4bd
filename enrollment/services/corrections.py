"""Facts that a desk found otherwise than handed in, put right when it agrees."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from enrollment.models import Case
from enrollment.services.applications import application_of, land
from enrollment.services.opinions import facts_of
from enrollment.workflow.desks import FACTS_OF_DESK
from enrollment.workflow.states import OPEN_STATES, EvidenceState
from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post

PAPERS = {"approval", "agreement"}
PAPER_POSTS = (Post.COMMUNITY_ENTRY, Post.STREET_ENTRY, Post.MERGE)


@transaction.atomic
def put_right(
    case_id: int, desk: Desk, found: Mapping[str, object], *, by: Officer, at: datetime
) -> None:
    """Write what ``desk`` found into the case; the submission keeps what was handed in.

    ``found`` maps facts of ``FACTS_OF_DESK`` to values; approval and agreement by their names.
    Refused: a fact that the desk does not answer for, an area after the taking above the one
    before it. Facts that are as found change nothing.
    """
    strange = set(found) - set(FACTS_OF_DESK.get(desk, ()))
    if strange:
        raise CaseError(f"「{desk.label}」不负责核定这些内容，不能更正")
    case = Case.objects.select_related("person", "region", "approval", "agreement").get(pk=case_id)
    before = facts_of(case, desk)
    columns = {name: value for name, value in found.items() if name not in PAPERS}
    columns |= _papers(case, found)
    _check_areas(case, columns)
    Case.objects.filter(pk=case_id).update(**columns)
    after = facts_of(Case.objects.select_related("approval", "agreement").get(pk=case_id), desk)
    if after != before:
        detail = {"before": dict(before), "after": dict(after)}
        audit.record(audit.Deed("核定更正", "case", case_id, detail), by=by, at=at)


@transaction.atomic
def note_certificate(
    case_id: int, certificate: EvidenceState, *, by: Officer, at: datetime
) -> None:
    """Note whether the land certificate is there, was never issued or is missing.

    For those who enter papers, while the case is open.
    """
    case = Case.objects.visible_to(by).get(pk=case_id)
    if not by.holds(*PAPER_POSTS):
        raise CaseError("确权证情况由「社区录入」「街道经办」或「区级并轨」岗位登记")
    if case.state not in OPEN_STATES:
        raise CaseError(f"当前为「{case.state_label}」，不能再改确权证情况")
    if case.certificate == certificate:
        return
    Case.objects.filter(pk=case_id).update(certificate=certificate)
    detail = {"before": case.certificate, "after": certificate}
    audit.record(audit.Deed("登记确权证情况", "case", case_id, detail), by=by, at=at)


def _papers(case: Case, found: Mapping[str, object]) -> dict[str, object]:
    """The columns of approval and agreement, if one of them is among what was found."""
    if not PAPERS & set(found):
        return {}
    before = application_of(case)
    application = replace(
        before,
        approval=str(found.get("approval", before.approval) or ""),
        agreement=str(found.get("agreement", before.agreement) or ""),
    )
    return dict(land.papers_of([application]).columns(application))


def _check_areas(case: Case, columns: Mapping[str, object]) -> None:
    before = columns.get("area_before", case.area_before)
    after = columns.get("area_after", case.area_after)
    if isinstance(before, Decimal) and isinstance(after, Decimal) and after > before:
        raise CaseError(f"征地后面积 {after} 亩大于征地前面积 {before} 亩，请核对")
