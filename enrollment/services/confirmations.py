"""Decisions of the desks: agree (also on paper), ask the police, send back, refuse, reopen.

Functions for many cases judge each by itself and return an ``Outcome`` with what was done and
what was refused and why. Functions for one case raise ``CaseError``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from enrollment.models import Case
from enrollment.queries import procedure
from enrollment.services import corrections, opinions, scans
from enrollment.services.applications import confirm_accounts
from enrollment.services.moves import insist, leave_lists, move
from enrollment.services.opinions import Signature, Spoken
from enrollment.workflow.cases import REFUSE_STEPS, RETURN_STEPS, WAYS_OUT
from enrollment.workflow.desks import AGREEING_STEPS, desks_from
from enrollment.workflow.states import CaseState, MergeChoice, Opinion, RefusalReason
from pension.models import Officer
from pension.services.steps import Outcome, Statement
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk


@transaction.atomic
def confirm(
    case_ids: Sequence[int],
    step_name: str,
    *,
    by: Officer,
    at: datetime,
    text: str = "",
    put_right: Mapping[str, object] | None = None,
) -> Outcome:
    """Agree at a desk on each case: ``step_name`` is one of ``AGREEING_STEPS``.

    ``text`` is the opinion in words. ``put_right`` are facts that the desk answers for and found
    otherwise, for one case. The community's agreement lets accounts through that others entered;
    the second check makes the identity confirmed.
    """
    return _agree(case_ids, step_name, by=by, at=at, text=text, put_right=put_right)


@transaction.atomic
def confirm_on_paper(
    case_ids: Sequence[int],
    step_name: str,
    *,
    by: Officer,
    at: datetime,
    signed_by: str,
    signed_on: date,
    scan: UploadedFile | None,
    text: str = "",
) -> Outcome:
    """Enter «代录自纸质» that a department agreed on the cases, with the scan of its paper.

    Refused: no scan, no signer, a day of signing in the future, steps that take no paper.
    """
    if not signed_by.strip():
        raise CaseError("请填写纸质意见上的签字人")
    if signed_on > timezone.localdate(at):
        raise CaseError(f"签字日期{signed_on:%Y-%m-%d}晚于今天，请核对纸质意见")
    kept = scans.keep(scan, "opinions", at=at)
    paper = Signature(signed_by.strip(), signed_on, kept)
    outcome = _agree(case_ids, step_name, by=by, at=at, text=text, paper=paper)
    if not outcome.done:
        scans.forget(kept)
    return outcome


def ask_police(case_ids: Sequence[int], *, by: Officer, at: datetime, text: str = "") -> Outcome:
    """Ask the police to check registration and age; the departments then wait for them too."""
    says = Statement(reason=text, columns={"police_asked": True})
    return move(case_ids, "ask_police", by=by, at=at, says=says)


@transaction.atomic
def send_back(
    case_ids: Sequence[int],
    step_name: str,
    target: CaseState,
    *,
    by: Officer,
    at: datetime,
    reason: str,
) -> Outcome:
    """Send cases back to an earlier step, by a step of ``RETURN_STEPS``, with the reason.

    A new round begins. What desks before the target said stays; the target and those after it
    speak anew. The cases leave their notice and their list of joint review.
    """
    if step_name not in RETURN_STEPS:
        raise ValueError(f"{step_name} is no return")
    says = Statement(reason=reason, facts={"target": target}, columns={"round": F("round") + 1})
    outcome = move(case_ids, step_name, by=by, at=at, says=says)
    opinions.set_aside(outcome.done, desks_from(target), at)
    leave_lists(outcome.done, at)
    return outcome


@transaction.atomic
def refuse(
    case_ids: Sequence[int],
    step_name: str,
    code: RefusalReason,
    *,
    by: Officer,
    at: datetime,
    reason: str,
) -> Outcome:
    """Refuse cases at a desk with a coded reason, by a step of ``REFUSE_STEPS``.

    The applicant may ask for a review until the day that the district's rules give. Refused by
    name: a district whose rules do not say how many days that is.
    """
    step = {**REFUSE_STEPS, **WAYS_OUT}[step_name]
    outcome = Outcome()
    for limit, keys in _by_limit(case_ids, by, timezone.localdate(at)).items():
        columns = {"refusal_code": code, "remedy_until": limit}
        says = Statement(reason=reason, reason_code=code, columns=columns)
        part = move(keys, step_name, by=by, at=at, says=says)
        outcome.done += part.done
        outcome.refused |= part.refused
    spoken = Spoken(step.desk, Opinion.DISAGREE, f"{code.label}：{reason}"[:500])
    opinions.write(outcome.done, spoken, by=by, at=at)
    leave_lists(outcome.done, at)
    return outcome


@transaction.atomic
def withdraw(case_id: int, *, by: Officer, at: datetime, reason: str) -> None:
    """Take an open case back at the applicant's wish."""
    is_merging = Case.objects.filter(pk=case_id, state=CaseState.MERGING).exists()
    step_name = "withdraw_merge" if is_merging else "withdraw"
    insist(move([case_id], step_name, by=by, at=at, says=Statement(reason=reason)))
    leave_lists([case_id], at)


@transaction.atomic
def reopen(case_id: int, *, by: Officer, at: datetime, reason: str) -> None:
    """Take an ended case up again, in a new round in which every desk speaks anew.

    Refused: to whoever took the refusal, and while the person has another live case.
    """
    ended = (CaseState.CONFIRMED, CaseState.MERGED, CaseState.LEFT)
    was_confirmed = Case.objects.filter(pk=case_id, state__in=ended).exists()
    columns: dict[str, Any] = {
        "round": F("round") + 1,
        "refusal_code": "",
        "remedy_until": None,
        "confirmed_at": None,
        "choice": MergeChoice.UNDECIDED,
    }
    says = Statement(reason=reason, columns=columns)
    step_name = "reopen_confirmed" if was_confirmed else "reopen"
    try:
        with transaction.atomic():
            insist(move([case_id], step_name, by=by, at=at, says=says))
    except IntegrityError as error:
        raise CaseError("此人刚刚另有一件受理，不能再重新办理本件") from error
    opinions.set_aside([case_id], list(Desk), at)
    leave_lists([case_id], at)


def _agree(
    case_ids: Sequence[int],
    step_name: str,
    *,
    by: Officer,
    at: datetime,
    text: str,
    put_right: Mapping[str, object] | None = None,
    paper: Signature | None = None,
) -> Outcome:
    desk = AGREEING_STEPS[step_name]
    columns = {"confirmed_at": at} if desk is Desk.SECOND_CHECK else {}
    says = Statement(reason=text, on_paper=paper is not None, columns=columns)
    outcome = move(case_ids, step_name, by=by, at=at, says=says)
    if put_right:
        for key in outcome.done:
            corrections.put_right(key, desk, put_right, by=by, at=at)
    opinions.write(outcome.done, Spoken(desk, Opinion.AGREE, text, paper), by=by, at=at)
    if desk is Desk.COMMUNITY:
        confirm_accounts(outcome.done, by=by, at=at)
    return outcome


def _by_limit(case_ids: Sequence[int], by: Officer, today: date) -> dict[date, list[int]]:
    """The cases by the last day on which a refusal of today can be reviewed."""
    codes = dict(
        Case.objects.visible_to(by).filter(pk__in=case_ids).values_list("pk", "region__code")
    )
    by_limit: dict[date, list[int]] = defaultdict(list)
    limits: dict[str, date] = {}
    for key in case_ids:
        district = codes.get(key, by.office.region.code if by.office else "")
        district = district[: procedure.DISTRICT_DIGITS]
        if district not in limits:
            limits[district] = _limit(district, today)
        by_limit[limits[district]].append(key)
    return by_limit


def _limit(district: str, today: date) -> date:
    rules = procedure.in_force(district, today)
    if rules.remedy_days is None:
        raise CaseError(
            f"「申请复核期限（天）」未录入（{rules.document}），请由区居保局补录后再作不予确认决定"
        )
    return today + timedelta(days=rules.remedy_days)
