"""The step table of a dispute: a sum due that a later calculation contradicts is ruled upon.

One officer rules, another one confirms (社会保险经办条例: 经办 and 复核 apart). Facts that the
guards read: ``ruling`` what is ruled · ``obstacle`` why the sum can't be paid whatever is ruled ·
``agrees`` whether a new calculation finds the sum due again.
"""

from collections.abc import Mapping

from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.transitions import Check, Step, Subject
from subsidies.rules.vocabulary import Ruling
from subsidies.workflow.states import DisputeState as S


def _can_be_upheld(subject: Subject) -> Check:
    obstacle = str(subject.facts.get("obstacle", ""))
    if obstacle and subject.facts.get("ruling") == Ruling.UPHOLD:
        return Check(False, f"{obstacle}，不能维持", "请裁定取消，事实有误的请先更正后重新核算")
    return Check(True, obstacle or "身份已确认，缴费登记有效")


def _agrees(subject: Subject) -> Check:
    if subject.facts.get("agrees"):
        return Check(True, "重新核算与原核定一致")
    return Check(False, "重新核算与原核定仍不一致")


def _as_ruled(subject: Subject) -> S:
    return S.UPHELD if subject.facts.get("ruling") == Ruling.UPHOLD else S.CANCELLED


DISPUTE_STEPS: Mapping[str, Step] = {
    "rule": Step(
        "提出裁定",
        frozenset({S.OPEN}),
        S.RULED,
        Post.PREPARE,
        Desk.PREPARATION,
        guards=(_can_be_upheld,),
        needs_reason=True,
    ),
    "confirm": Step(
        "复核同意",
        frozenset({S.RULED}),
        _as_ruled,
        Post.SECOND_CHECK,
        Desk.SECOND_CHECK,
        guards=(_can_be_upheld,),
    ),
    "send_back": Step(
        "退回重新裁定",
        frozenset({S.RULED}),
        S.OPEN,
        Post.SECOND_CHECK,
        Desk.SECOND_CHECK,
        needs_reason=True,
    ),
    "resolve": Step(
        "矛盾消除",
        frozenset({S.OPEN, S.RULED}),
        S.RESOLVED,
        Post.PREPARE,
        Desk.PREPARATION,
        guards=(_agrees,),
    ),
}
