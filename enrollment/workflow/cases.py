"""The step table of a case: who may take which step, from where, to where, at which desk.

Order: community → agriculture and natural resources (either first, both needed; police when
asked) → street and public notice → joint review → second check (000 §7, 001 三, 004 三). Original
enrollees enter at the merge desk (004 四(一)). Facts that the guards read:

``agreed`` desks that agreed in this round · ``police_asked`` · ``notice_over`` (days counted and
no notice open) · ``open_objections`` · ``joint_passed`` · ``target`` state to return to ·
``refused_by`` officer key · ``live_case`` another live case of the person · ``group_signed`` ·
``is_original`` · ``single_clerk``, and those of the merge desk.
"""

from collections.abc import Mapping

from enrollment.workflow.entry import ENTRY_STEPS
from enrollment.workflow.merging import MERGE_STEPS
from enrollment.workflow.states import OPEN_STATES, RETURN_TARGETS, CaseState
from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.transitions import Check, Step, Subject

ENTRY_DESKS = frozenset({Desk.ENTRY, Desk.COMMUNITY})


def _after_departments(subject: Subject, desk: Desk) -> CaseState:
    needed = {Desk.AGRICULTURE, Desk.RESOURCES}
    if subject.facts.get("police_asked"):
        needed.add(Desk.POLICE)
    agreed = set(subject.facts.get("agreed", ())) | {desk}
    return CaseState.STREET if needed <= agreed else CaseState.DEPARTMENTS


def _after_agriculture(subject: Subject) -> CaseState:
    return _after_departments(subject, Desk.AGRICULTURE)


def _after_resources(subject: Subject) -> CaseState:
    return _after_departments(subject, Desk.RESOURCES)


def _after_police(subject: Subject) -> CaseState:
    return _after_departments(subject, Desk.POLICE)


def _target(subject: Subject) -> CaseState:
    return CaseState(subject.facts["target"])


def _reopened(subject: Subject) -> CaseState:
    return CaseState.MERGING if subject.facts.get("is_original") else CaseState.ENTERED


def _not_yet(subject: Subject, desk: Desk) -> Check:
    done = desk in subject.facts.get("agreed", ())
    return Check(not done, f"{desk.label}本轮{'已确认过' if done else '尚未确认'}")


def _agriculture_open(subject: Subject) -> Check:
    return _not_yet(subject, Desk.AGRICULTURE)


def _resources_open(subject: Subject) -> Check:
    return _not_yet(subject, Desk.RESOURCES)


def _police_open(subject: Subject) -> Check:
    if not subject.facts.get("police_asked"):
        return Check(False, "本件没有请公安核对")
    return _not_yet(subject, Desk.POLICE)


def _police_not_asked(subject: Subject) -> Check:
    asked = bool(subject.facts.get("police_asked"))
    return Check(not asked, "已请公安核对" if asked else "尚未请公安核对")


def _group_signed(subject: Subject) -> Check:
    signed = bool(subject.facts.get("group_signed"))
    return Check(
        signed,
        "村民小组已在花名册上签字" if signed else "尚未登记村民小组签字的花名册",
        "" if signed else "在“签字花名册”页登记签字日期",
    )


def _departments_agreed(subject: Subject) -> Check:
    agreed = set(subject.facts.get("agreed", ()))
    missing = [d.label for d in (Desk.AGRICULTURE, Desk.RESOURCES) if d not in agreed]
    if missing:
        return Check(False, f"「{'、'.join(missing)}」尚未同意")
    return Check(True, "农业、自然资源均已同意")


def _notice_over(subject: Subject) -> Check:
    if subject.facts.get("notice_over"):
        return Check(True, "公示已结束")
    until = subject.facts.get("notice_until")
    return Check(False, f"公示至 {until}，尚未结束" if until else "公示尚未结束")


def _no_open_objection(subject: Subject) -> Check:
    count = int(subject.facts.get("open_objections", 0))
    if count:
        return Check(False, f"有 {count} 件公示异议未结", "先在公示页登记异议处理结果")
    return Check(True, "没有未结异议")


def _joint_passed(subject: Subject) -> Check:
    passed = bool(subject.facts.get("joint_passed"))
    return Check(passed, "区级部门联审已通过" if passed else "尚未通过区级部门联审")


def _earlier(subject: Subject) -> Check:
    order = list(CaseState)
    target = subject.facts.get("target")
    if target is None:
        return Check(True, "退回时须选明退到哪一步")
    state = CaseState(target)
    earlier = state in RETURN_TARGETS and order.index(state) < order.index(CaseState(subject.state))
    return Check(earlier, f"退回到「{state.label}」" if earlier else f"不能退回到「{state.label}」")


def _not_the_refuser(subject: Subject) -> Check:
    same = subject.facts.get("refused_by") == subject.facts.get("actor_id")
    return Check(
        not same,
        "您就是作出不予确认决定的人，复核须由他人办理" if same else "您不是原决定人",
    )


def _no_live_case(subject: Subject) -> Check:
    other = subject.facts.get("live_case")
    return Check(
        not other,
        f"此人另有在办或已确认的 {other}" if other else "此人没有其他在办的件",
    )


def _one(state: CaseState) -> frozenset[CaseState]:
    return frozenset({state})


_DEPARTMENTS = _one(CaseState.DEPARTMENTS)
_REFUSABLE = frozenset(OPEN_STATES) - {CaseState.ENTERED, CaseState.MERGING}

CASE_STEPS: Mapping[str, Step] = {
    "community_confirm": Step(
        "社区确认",
        _one(CaseState.ENTERED),
        CaseState.DEPARTMENTS,
        Post.COMMUNITY_CONFIRM,
        Desk.COMMUNITY,
        guards=(_group_signed,),
        shared_desk=ENTRY_DESKS,
    ),
    "agriculture_confirm": Step(
        "农业确认",
        _DEPARTMENTS,
        _after_agriculture,
        Post.AGRICULTURE,
        Desk.AGRICULTURE,
        guards=(_agriculture_open,),
        paper_post=Post.STREET_ENTRY,
    ),
    "resources_confirm": Step(
        "自然资源确认",
        _DEPARTMENTS,
        _after_resources,
        Post.RESOURCES,
        Desk.RESOURCES,
        guards=(_resources_open,),
        paper_post=Post.STREET_ENTRY,
    ),
    "ask_police": Step(
        "请公安核对",
        _DEPARTMENTS,
        CaseState.DEPARTMENTS,
        Post.RESOURCES,
        Desk.RESOURCES,
        guards=(_police_not_asked, _resources_open),
    ),
    "police_confirm": Step(
        "公安核对",
        _DEPARTMENTS,
        _after_police,
        Post.POLICE,
        Desk.POLICE,
        guards=(_police_open,),
        paper_post=Post.STREET_ENTRY,
    ),
    "street_review": Step(
        "街道审核",
        _one(CaseState.STREET),
        CaseState.NOTICE,
        Post.STREET_REVIEW,
        Desk.STREET,
        guards=(_departments_agreed,),
    ),
    "post_notice": Step(
        "张贴公示", _one(CaseState.NOTICE), CaseState.POSTED, Post.STREET_REVIEW, Desk.STREET
    ),
    "close_notice": Step(
        "公示结束",
        _one(CaseState.POSTED),
        CaseState.JOINT_REVIEW,
        Post.STREET_REVIEW,
        Desk.STREET,
        guards=(_notice_over, _no_open_objection),
    ),
    "joint_review": Step(
        "区级部门联审",
        _one(CaseState.JOINT_REVIEW),
        CaseState.SECOND_CHECK,
        Post.JOINT_REVIEW,
        Desk.JOINT_REVIEW,
        guards=(_joint_passed,),
    ),
    "second_check": Step(
        "区级复核",
        _one(CaseState.SECOND_CHECK),
        CaseState.CONFIRMED,
        Post.SECOND_CHECK,
        Desk.SECOND_CHECK,
        guards=(_departments_agreed, _no_open_objection, _joint_passed),
    ),
    **MERGE_STEPS,
}


def _return_from(state: CaseState, post: Post, desk: Desk) -> Step:
    return Step("退回", _one(state), _target, post, desk, guards=(_earlier,), needs_reason=True)


def _refuse_from(state: CaseState, post: Post, desk: Desk) -> Step:
    return Step("不予确认", _one(state), CaseState.REFUSED, post, desk, needs_reason=True)


# Whose desk a state waits at: the holder of that post may return and refuse from there.
_WAITING_DESKS: tuple[tuple[str, CaseState, Post, Desk], ...] = (
    ("agriculture", CaseState.DEPARTMENTS, Post.AGRICULTURE, Desk.AGRICULTURE),
    ("resources", CaseState.DEPARTMENTS, Post.RESOURCES, Desk.RESOURCES),
    ("police", CaseState.DEPARTMENTS, Post.POLICE, Desk.POLICE),
    ("street", CaseState.STREET, Post.STREET_REVIEW, Desk.STREET),
    ("notice", CaseState.NOTICE, Post.STREET_REVIEW, Desk.STREET),
    ("posted", CaseState.POSTED, Post.STREET_REVIEW, Desk.STREET),
    ("joint", CaseState.JOINT_REVIEW, Post.JOINT_REVIEW, Desk.JOINT_REVIEW),
    ("second", CaseState.SECOND_CHECK, Post.SECOND_CHECK, Desk.SECOND_CHECK),
)
RETURN_STEPS: Mapping[str, Step] = {
    f"return_{name}": _return_from(state, post, desk) for name, state, post, desk in _WAITING_DESKS
}
REFUSE_STEPS: Mapping[str, Step] = {
    f"refuse_{name}": _refuse_from(state, post, desk) for name, state, post, desk in _WAITING_DESKS
}
WAYS_OUT: Mapping[str, Step] = {
    "refuse_community": _refuse_from(CaseState.ENTERED, Post.COMMUNITY_CONFIRM, Desk.COMMUNITY),
    "withdraw": Step(
        "撤回",
        frozenset(OPEN_STATES) - {CaseState.MERGING},
        CaseState.WITHDRAWN,
        Post.COMMUNITY_ENTRY,
        Desk.ENTRY,
        needs_reason=True,
        shared_desk=ENTRY_DESKS,
    ),
    "withdraw_merge": Step(
        "撤回",
        _one(CaseState.MERGING),
        CaseState.WITHDRAWN,
        Post.MERGE,
        Desk.MERGE,
        needs_reason=True,
    ),
    "reopen": Step(
        "重新办理",
        frozenset({CaseState.REFUSED, CaseState.WITHDRAWN}),
        _reopened,
        Post.SECOND_CHECK,
        Desk.SECOND_CHECK,
        guards=(_not_the_refuser, _no_live_case),
        needs_reason=True,
    ),
    "reopen_confirmed": Step(
        "撤销确认重新办理",
        frozenset({CaseState.CONFIRMED, CaseState.MERGED, CaseState.LEFT}),
        _reopened,
        Post.SECOND_CHECK,
        Desk.SECOND_CHECK,
        needs_reason=True,
    ),
}
ALL_CASE_STEPS: Mapping[str, Step] = {
    **ENTRY_STEPS,
    **CASE_STEPS,
    **RETURN_STEPS,
    **REFUSE_STEPS,
    **WAYS_OUT,
}
