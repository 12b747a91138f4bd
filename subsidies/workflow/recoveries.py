"""The step table of a recovery (D15; 社会保险经办条例: handle, second check, approve apart).

Facts that the guards read: ``has_plan`` the parts add up to what is open, or it is a set-off ·
``is_heard`` the person was told and could answer · ``doubts`` sentences on payments that are no
longer found overpaid · ``is_set_off`` · ``outstanding_fen`` · ``received_fen``.
"""

from collections.abc import Mapping

from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.transitions import Check, Step, Subject
from subsidies.workflow.states import RecoveryState as S


def _planned(subject: Subject) -> Check:
    if subject.facts.get("has_plan"):
        return Check(True, "追回方式已拟定，各期合计等于未追回的金额")
    return Check(False, "还没有拟定追回方式，或各期合计与未追回的金额不符", "请填写追回方式")


def _heard(subject: Subject) -> Check:
    if subject.facts.get("is_heard"):
        return Check(True, "已告知本人并记录陈述申辩")
    return Check(False, "还没有告知本人并记录陈述申辩", "本人没有意见的也要登记")


def _still_overpaid(subject: Subject) -> Check:
    doubts = tuple(subject.facts.get("doubts", ()))
    if doubts:
        return Check(False, "；".join(doubts), "请退回或撤销，核对后重新提出")
    return Check(True, "各笔多付与现在的事实相符")


def _all_back(subject: Subject) -> Check:
    left = int(subject.facts.get("outstanding_fen", 0))
    return Check(left == 0, f"还有 {yuan(left)} 元没有追回" if left else "应追回的已全部追回")


def _nothing_back(subject: Subject) -> Check:
    back = int(subject.facts.get("received_fen", 0))
    if back:
        return Check(False, f"已追回 {yuan(back)} 元，不能撤销", "余款不再追回的，办理不予追回")
    return Check(True, "还没有收到退款")


def _by_set_off(subject: Subject) -> Check:
    if subject.facts.get("is_set_off"):
        return Check(True, "决定的追回方式为抵扣")
    return Check(False, "决定的追回方式不是抵扣", "须先变更追回方式，另行决定")


def _same(subject: Subject) -> S:
    return S(subject.state)


def _at(*states: S) -> frozenset[S]:
    return frozenset(states)


DEEDS: Mapping[str, Step] = {
    "plan": Step("拟定追回方式", _at(S.DRAFT), _same, Post.PREPARE, Desk.PREPARATION),
    "hear": Step("记录陈述申辩", _at(S.DRAFT), _same, Post.PREPARE, Desk.PREPARATION),
    "receive": Step("登记退款", _at(S.COLLECTING), _same, Post.CASHIER, Desk.CASHIER),
    "void_receipt": Step(
        "作废退款登记",
        _at(S.COLLECTING),
        _same,
        Post.CASHIER,
        Desk.CASHIER,
        needs_reason=True,
    ),
    "set_off": Step(
        "办理抵扣",
        _at(S.COLLECTING),
        _same,
        Post.PREPARE,
        Desk.PREPARATION,
        guards=(_by_set_off,),
    ),
}
FORWARD: Mapping[str, Step] = {
    "submit": Step(
        "提交复核",
        _at(S.DRAFT),
        S.SUBMITTED,
        Post.PREPARE,
        Desk.PREPARATION,
        guards=(_planned, _heard, _still_overpaid),
    ),
    "check": Step(
        "复核通过",
        _at(S.SUBMITTED),
        S.CHECKED,
        Post.SECOND_CHECK,
        Desk.SECOND_CHECK,
        guards=(_planned, _heard, _still_overpaid),
    ),
    "decide": Step(
        "决定追回",
        _at(S.CHECKED),
        S.DECIDED,
        Post.DIRECTOR,
        Desk.APPROVAL,
        guards=(_planned, _heard, _still_overpaid),
    ),
    "serve": Step("登记送达", _at(S.DECIDED), S.COLLECTING, Post.PREPARE, Desk.PREPARATION),
    "settle": Step(
        "结清",
        _at(S.COLLECTING),
        S.SETTLED,
        Post.RECONCILE,
        Desk.RECONCILIATION,
        guards=(_all_back,),
    ),
}
WAYS_OUT: Mapping[str, Step] = {
    "send_back_check": Step(
        "退回经办",
        _at(S.SUBMITTED),
        S.DRAFT,
        Post.SECOND_CHECK,
        Desk.SECOND_CHECK,
        needs_reason=True,
    ),
    "send_back_decision": Step(
        "退回经办", _at(S.CHECKED), S.DRAFT, Post.DIRECTOR, Desk.APPROVAL, needs_reason=True
    ),
    "reopen": Step(
        "变更追回方式",
        _at(S.DECIDED, S.COLLECTING),
        S.DRAFT,
        Post.PREPARE,
        Desk.PREPARATION,
        needs_reason=True,
    ),
    "waive": Step(
        "不予追回",
        _at(S.CHECKED, S.DECIDED, S.COLLECTING),
        S.WAIVED,
        Post.DIRECTOR,
        Desk.APPROVAL,
        needs_reason=True,
    ),
    "revoke": Step(
        "撤销",
        _at(S.DRAFT),
        S.REVOKED,
        Post.PREPARE,
        Desk.PREPARATION,
        guards=(_nothing_back,),
        needs_reason=True,
    ),
}
RECOVERY_STEPS: Mapping[str, Step] = {**DEEDS, **FORWARD, **WAYS_OUT}
