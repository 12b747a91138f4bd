"""The step table of a transfer batch (001 二; 社会保险经办条例: 经办, 复核, 稽核, 审批 apart).

Facts that the guards read: ``row_count`` · ``communities_left`` (after this verification) ·
``rows_intact`` (rows still hash to what was locked) · ``difference_fen`` (核定 minus its parts) ·
``pending_rows`` rows without an answer of the bank · ``export_file`` name of the roster written ·
``lapsed_rows`` rows whose entitlement, case or account no longer holds. ``rows_intact`` and
``lapsed_rows`` are looked up only where a step asks for them.
"""

from collections.abc import Mapping

from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.transitions import Check, Guard, Step, Subject
from subsidies.workflow.states import BatchState as S


def _has_rows(subject: Subject) -> Check:
    count = int(subject.facts.get("row_count", 0))
    return Check(count > 0, f"批次内有 {count} 行" if count else "批次内没有可发放的行")


def _nothing_lapsed(subject: Subject) -> Check:
    count = int(subject.facts.get("lapsed_rows", 0))
    if count:
        return Check(
            False,
            f"有 {count} 行的核定、身份确认或收款账户已失效，或者姓名、身份证号已更正",
            "先将这些行移出或暂缓",
        )
    return Check(True, "各行的核定、身份确认与收款账户均有效")


def _rows_intact(subject: Subject) -> Check:
    intact = bool(subject.facts.get("rows_intact"))
    return Check(intact, "各行与锁定时一致" if intact else "行内容与锁定时的校验值不符")


def _file_written(subject: Subject) -> Check:
    written = bool(subject.facts.get("export_file"))
    return Check(written, "发放名册已生成" if written else "发放名册尚未生成")


def _all_answered(subject: Subject) -> Check:
    count = int(subject.facts.get("pending_rows", 0))
    return Check(count == 0, f"还有 {count} 行银行未返回结果" if count else "各行均有银行结果")


def _adds_up(subject: Subject) -> Check:
    difference = int(subject.facts.get("difference_fen", 0))
    if difference:
        return Check(False, f"核定与已发、转待补发、退回、暂缓之和相差 {yuan(difference)} 元")
    return Check(True, "核定 = 已发 + 转待补发 + 退回 + 暂缓")


def _after_verification(subject: Subject) -> S:
    return S.VERIFYING if subject.facts.get("communities_left") else S.VERIFIED


def _at(*states: S) -> frozenset[S]:
    return frozenset(states)


BATCH_STEPS: Mapping[str, Step] = {
    "submit": Step(
        "提交社区核实",
        _at(S.DRAFT),
        S.VERIFYING,
        Post.PREPARE,
        Desk.PREPARATION,
        guards=(_has_rows, _nothing_lapsed),
    ),
    "verify": Step(
        "社区核实",
        _at(S.VERIFYING),
        _after_verification,
        Post.COMMUNITY_CONFIRM,
        Desk.VERIFICATION,
        paper_post=Post.STREET_ENTRY,
    ),
    "lock": Step(
        "锁定",
        _at(S.VERIFIED),
        S.LOCKED,
        Post.PREPARE,
        Desk.PREPARATION,
        guards=(_has_rows, _nothing_lapsed),
    ),
    "inspect": Step(
        "稽核通过",
        _at(S.LOCKED),
        S.INSPECTED,
        Post.INSPECT,
        Desk.INSPECTION,
        guards=(_rows_intact, _nothing_lapsed),
    ),
    "approve": Step(
        "审批通过",
        _at(S.INSPECTED),
        S.APPROVED,
        Post.DIRECTOR,
        Desk.APPROVAL,
        guards=(_rows_intact, _nothing_lapsed),
    ),
    "release": Step(
        "放行",
        _at(S.APPROVED),
        S.RELEASED,
        Post.CASHIER,
        Desk.CASHIER,
        guards=(_rows_intact, _nothing_lapsed),
    ),
    "export": Step(
        "送银行",
        _at(S.RELEASED),
        S.EXPORTED,
        Post.CASHIER,
        Desk.CASHIER,
        guards=(_has_rows, _rows_intact, _nothing_lapsed, _file_written),
    ),
    "take_return": Step(
        "登记回盘",
        _at(S.EXPORTED),
        S.RETURNED,
        Post.RECONCILE,
        Desk.RECONCILIATION,
        guards=(_rows_intact,),
    ),
    "reconcile": Step(
        "核对一致",
        _at(S.RETURNED),
        S.RECONCILED,
        Post.RECONCILE,
        Desk.RECONCILIATION,
        guards=(_all_answered, _adds_up),
    ),
    "close": Step(
        "关闭批次",
        _at(S.RECONCILED),
        S.CLOSED,
        Post.RECONCILE,
        Desk.RECONCILIATION,
        guards=(_adds_up,),
    ),
}
WAYS_BACK: Mapping[str, Step] = {
    "send_back_verification": Step(
        "退回编制",
        _at(S.VERIFYING),
        S.DRAFT,
        Post.COMMUNITY_CONFIRM,
        Desk.VERIFICATION,
        needs_reason=True,
    ),
    "send_back_inspection": Step(
        "退回编制", _at(S.LOCKED), S.DRAFT, Post.INSPECT, Desk.INSPECTION, needs_reason=True
    ),
    "send_back_approval": Step(
        "退回编制", _at(S.INSPECTED), S.DRAFT, Post.DIRECTOR, Desk.APPROVAL, needs_reason=True
    ),
    "send_back_release": Step(
        "退回编制",
        _at(S.APPROVED, S.RELEASED),
        S.DRAFT,
        Post.CASHIER,
        Desk.CASHIER,
        needs_reason=True,
    ),
    "cancel": Step(
        "作废批次",
        _at(S.DRAFT, S.VERIFYING, S.VERIFIED),
        S.CANCELLED,
        Post.PREPARE,
        Desk.PREPARATION,
        needs_reason=True,
    ),
}
ALL_BATCH_STEPS: Mapping[str, Step] = {**BATCH_STEPS, **WAYS_BACK}


def _asked_in(guard: Guard) -> frozenset[S]:
    """The states from which a step asks a guard."""
    steps = ALL_BATCH_STEPS.values()
    return frozenset(state for step in steps if guard in step.guards for state in step.frm)


# All rows are read for these, so nobody asks in vain.
INTACT_ASKED_IN = _asked_in(_rows_intact)
LAPSED_ASKED_IN = _asked_in(_nothing_lapsed)
