"""How a case begins, and how it is put right while it still lies where it was entered.

``enter`` starts nowhere: it is no step that can be taken, it names the first event of a case.
"""

from collections.abc import Mapping

from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.transitions import Step

ENTER = "enter"
ENTRY_STEPS: Mapping[str, Step] = {
    ENTER: Step("录入", frozenset(), CaseState.ENTERED, Post.COMMUNITY_ENTRY, Desk.ENTRY),
    "correct": Step(
        "更正录入内容",
        frozenset({CaseState.ENTERED}),
        CaseState.ENTERED,
        Post.COMMUNITY_ENTRY,
        Desk.ENTRY,
        needs_reason=True,
        shared_desk=frozenset({Desk.ENTRY, Desk.COMMUNITY}),
    ),
    "correct_merging": Step(
        "更正录入内容",
        frozenset({CaseState.MERGING}),
        CaseState.MERGING,
        Post.MERGE,
        Desk.MERGE,
        needs_reason=True,
    ),
}
