"""Opinion sheets: printed for a department that signs on paper, entered from its scan."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from enrollment.models import OpinionSheet
from enrollment.queries import opinion_sheets
from enrollment.services.confirmations import confirm_on_paper
from enrollment.workflow.desks import PAPER_STEPS
from pension.models import Officer, Region
from pension.services import audit, numbering
from pension.services.steps import Outcome
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post

NOT_YOURS = "没有这份意见表，或不在您单位的辖区内"


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """Who signed a sheet, on which day, with its scan and what else it says."""

    signed_by: str
    signed_on: date
    scan: UploadedFile | None
    text: str = ""


@transaction.atomic
def draw_up(region: Region, desk: Desk, *, by: Officer, at: datetime) -> OpinionSheet:
    """Draw up the sheet of all cases of a region that wait for a department.

    Refused: nobody waits, or a desk that takes no paper.
    """
    _insist_on_post(by)
    if desk not in PAPER_STEPS:
        raise CaseError(f"「{desk.label}」不接受代录自纸质")
    keys = list(opinion_sheets.silent_cases(by, region, desk).values_list("pk", flat=True))
    if not keys:
        raise CaseError(f"{region.name}没有等{desk.label}意见的人员")
    series = f"YJ-{timezone.localdate(at).year}"
    sheet = OpinionSheet.objects.create(
        number=f"{series}-{numbering.reserve(series, 1)[0]:04d}",
        region=region,
        desk=desk,
        cases=keys,
        printed_by=by,
        printed_at=at,
    )
    detail = {"number": sheet.number, "people": len(keys)}
    audit.record(audit.Deed("打印部门意见表", "opinion_sheet", sheet.pk, detail), by=by, at=at)
    return sheet


def enter(
    sheet_id: int,
    paper: SignedPaper,
    *,
    by: Officer,
    at: datetime,
    left_out: Collection[int] = (),
) -> Outcome:
    """Enter that the department agreed on the people of a sheet, but those ``left_out``.

    Each case is judged by itself; those that have gone on meanwhile are not asked again. Refused:
    nobody left to enter, no scan, no signer.
    """
    sheet = OpinionSheet.objects.visible_to(by).filter(pk=sheet_id).first()
    if sheet is None:
        raise CaseError(NOT_YOURS)
    waiting = opinion_sheets.waiting_on(sheet, by)
    chosen = [case.pk for case in waiting if case.pk not in set(left_out)]
    if not chosen:
        raise CaseError("这份意见表上没有要录入的人员")
    return confirm_on_paper(
        chosen,
        PAPER_STEPS[Desk(sheet.desk)],
        by=by,
        at=at,
        signed_by=paper.signed_by,
        signed_on=paper.signed_on,
        scan=paper.scan,
        text=paper.text or f"意见表 {sheet.number}",
    )


def _insist_on_post(by: Officer) -> None:
    if not by.holds(Post.STREET_ENTRY):
        raise CaseError(f"部门意见表由「{Post.STREET_ENTRY.label}」岗位打印和代录")
