"""Where a case is stuck and what it waits for, in a few words: the column «卡在哪里»."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from enrollment.workflow.states import CaseState, MergeChoice, RefusalReason
from pension.vocabulary.posts import Desk

Facts = Mapping[str, Any]
_DEPARTMENTS = (Desk.AGRICULTURE, Desk.RESOURCES)


def stuck_at(state: CaseState, facts: Facts) -> str:
    """Say what a case in ``state`` waits for, by facts as the guards read them.

    Of their own are ``notice_ends`` (day or None), ``refusal_code`` and ``remedy_until``.
    """
    match state:
        case CaseState.ENTERED:
            return "可以确认" if facts.get("group_signed") else "缺村民小组签字花名册"
        case CaseState.DEPARTMENTS:
            return f"待{'、'.join(desk.label for desk in silent_departments(facts))}意见"
        case CaseState.STREET:
            return _objections(facts) or "可以审核"
        case CaseState.NOTICE:
            return "待张贴公示"
        case CaseState.POSTED:
            return _posted(facts)
        case CaseState.JOINT_REVIEW:
            return "补充名单，待联审" if facts.get("is_supplementary") else "待街道名单联审"
        case CaseState.SECOND_CHECK:
            return _objections(facts) or "可以复核"
        case CaseState.MERGING:
            return _merging(facts)
        case CaseState.REFUSED:
            return _refused(facts)
        case _:
            return ""


def silent_departments(facts: Facts) -> list[Desk]:
    """The departments that still have to speak; the police only when asked."""
    needed = [*_DEPARTMENTS, *([Desk.POLICE] if facts.get("police_asked") else [])]
    return [desk for desk in needed if desk not in facts.get("agreed", ())]


def _objections(facts: Facts) -> str:
    count = int(facts.get("open_objections", 0))
    return f"公示异议 {count} 件未结" if count else ""


def _posted(facts: Facts) -> str:
    ends: date | None = facts.get("notice_ends")
    until = f"公示至 {ends:%m-%d}" if ends else "公示中"
    return "，".join(filter(None, [until, _objections(facts)]))


def _merging(facts: Facts) -> str:
    if not facts.get("opening_in_force"):
        return "缺期初数据"
    if not facts.get("rights_told"):
        return "待权益告知"
    undecided = facts.get("choice", MergeChoice.UNDECIDED) == MergeChoice.UNDECIDED
    return "待本人选择" if undecided else "可以办结"


def _refused(facts: Facts) -> str:
    code, until = facts.get("refusal_code"), facts.get("remedy_until")
    if not code:
        return ""
    reason = RefusalReason(code).label
    return f"{reason}（{until:%m-%d} 前可申请复核）" if until else reason
