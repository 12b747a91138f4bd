"""The merge desk's steps: original enrollees are told their rights, choose, and are merged.

They need no confirmation of identity (晋政办〔2020〕1号 四(一), 五(一)). Facts that the guards
read: ``opening_in_force`` · ``rights_told`` · ``choice``.
"""

from collections.abc import Mapping

from enrollment.workflow.states import CaseState, MergeChoice
from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.transitions import Check, Step, Subject

_MERGING = frozenset({CaseState.MERGING})


def _after_choice(subject: Subject) -> CaseState:
    chosen = MergeChoice(subject.facts["choice"])
    return CaseState.LEFT if chosen is MergeChoice.LEAVE else CaseState.MERGED


def _rights_told(subject: Subject) -> Check:
    told = bool(subject.facts.get("rights_told"))
    return Check(told, "已作权益告知" if told else "尚未登记权益告知")


def _opening_in_force(subject: Subject) -> Check:
    known = bool(subject.facts.get("opening_in_force"))
    return Check(
        known,
        "期初数据已复核生效" if known else "期初数据（已享受补贴、账户余额）尚未复核生效",
        "" if known else "由区居保局导入期初表并由第二人复核",
    )


def _choice_made(subject: Subject) -> Check:
    choice = subject.facts.get("choice") or MergeChoice.UNDECIDED
    made = MergeChoice(choice) is not MergeChoice.UNDECIDED
    return Check(made, "本人已作选择" if made else "本人尚未选择并轨、转职工或退保")


MERGE_STEPS: Mapping[str, Step] = {
    "tell_rights": Step("权益告知", _MERGING, CaseState.MERGING, Post.MERGE, Desk.MERGE),
    "note_choice": Step(
        "登记选择",
        _MERGING,
        CaseState.MERGING,
        Post.MERGE,
        Desk.MERGE,
        guards=(_rights_told,),
    ),
    "merge": Step(
        "并轨办结",
        _MERGING,
        _after_choice,
        Post.MERGE,
        Desk.MERGE,
        guards=(_opening_in_force, _rights_told, _choice_made),
    ),
}
