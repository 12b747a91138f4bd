"""Signed rosters: the village group vouches for people, and their cases say so."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from enrollment.models import Case, SignedRoster
from enrollment.services import scans
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.services import audit
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
POSTS = (Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM)


@transaction.atomic
def register(
    case_ids: Sequence[int],
    *,
    signed_on: date,
    by: Officer,
    at: datetime,
    scan: UploadedFile | None = None,
) -> SignedRoster:
    """Register the roster that a village group signed for these cases, all of one group.

    For cases that wait for the community and stand on no roster yet; all or none. The scan may
    be missing, not faulty. Refused: nobody chosen, several groups, a day to come.
    """
    _insist_on_post(by)
    if signed_on > timezone.localdate(at):
        raise CaseError(f"签字日期{signed_on:%Y-%m-%d}晚于今天，请核对花名册")
    cases = _unsigned(list(dict.fromkeys(case_ids)), by)
    groups = {case.region_id for case in cases}
    if len(groups) != 1:
        raise CaseError("一份花名册只登记一个村民小组，请分组登记")
    roster = SignedRoster.objects.create(
        group=cases[0].region,
        signed_on=signed_on,
        scan=scans.keep(scan, "rosters", at=at) if scan else "",
        entered_by=by,
        entered_at=at,
    )
    for start in range(0, len(cases), CHUNK):
        keys = [case.pk for case in cases[start : start + CHUNK]]
        Case.objects.filter(pk__in=keys).update(signed_roster=roster)
    detail = {"roster": roster.pk, "signed_on": signed_on.isoformat()}
    deeds = [audit.Deed("登记村民小组签字", "case", case.pk, detail) for case in cases]
    audit.record_many(deeds, by=by, at=at)
    return roster


@transaction.atomic
def take_off(case_ids: Sequence[int], *, reason: str, by: Officer, at: datetime) -> int:
    """Take people off the roster that they were put on by mistake; returns how many.

    Only while the case still waits for the community. Refused: without a reason.
    """
    _insist_on_post(by)
    if not reason.strip():
        raise CaseError("请填写移出花名册的理由")
    found = Case.objects.visible_to(by).filter(
        pk__in=case_ids, state=CaseState.ENTERED, signed_roster__isnull=False
    )
    rosters = {one.pk: one.signed_roster_id for one in found.select_for_update(of=("self",))}
    if not rosters:
        raise CaseError("选中的人员已不在「待社区确认」，不能移出花名册")
    Case.objects.filter(pk__in=rosters).update(signed_roster=None)
    deeds = [
        audit.Deed("移出签字花名册", "case", key, {"roster": roster, "reason": reason.strip()})
        for key, roster in rosters.items()
    ]
    audit.record_many(deeds, by=by, at=at)
    return len(rosters)


def _unsigned(keys: Sequence[int], by: Officer) -> list[Case]:
    """Lock the cases; all of them must wait for the community without a roster."""
    if not keys:
        raise CaseError("请选择花名册上的人员")
    waiting = Case.objects.visible_to(by).filter(
        state=CaseState.ENTERED, signed_roster__isnull=True
    )
    found: list[Case] = []
    for start in range(0, len(keys), CHUNK):
        part = waiting.filter(pk__in=keys[start : start + CHUNK]).select_for_update(of=("self",))
        found += part.select_related("region")
    if gone := len(keys) - len(found):
        raise CaseError(f"选中的人员有 {gone} 人已登记过签字或已离开社区环节，请刷新后重选")
    return found


def _insist_on_post(by: Officer) -> None:
    if not by.holds(*POSTS):
        names = "、".join(post.label for post in POSTS)
        raise CaseError(f"村民小组签字由「{names}」岗位登记")
