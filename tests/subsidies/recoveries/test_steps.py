"""The step table of a recovery, read as a table: who, from where, to where, at which desk."""

import pytest

from pension.vocabulary.posts import OFFICE_POSTS, Desk, OfficeKind, Post, conflicts
from pension.vocabulary.transitions import Actor, Subject, destination, why_not
from subsidies.workflow.recoveries import DEEDS, FORWARD, RECOVERY_STEPS, WAYS_OUT
from subsidies.workflow.states import RecoveryState as S

READY = {
    "has_plan": True,
    "is_heard": True,
    "is_set_off": True,
    "doubts": (),
    "outstanding_fen": 0,
    "received_fen": 0,
}


@pytest.mark.parametrize("name", RECOVERY_STEPS)
def test_a_step_is_taken_by_its_post_from_its_states_alone(name: str) -> None:
    step = RECOVERY_STEPS[name]
    actor = Actor(1, frozenset({step.post}))

    for state in S:
        refused = why_not(step, Subject(state, facts=READY), actor)
        assert bool(refused) == (state not in step.frm), (name, state, refused)


@pytest.mark.parametrize("name", RECOVERY_STEPS)
def test_no_other_post_takes_a_step(name: str) -> None:
    step = RECOVERY_STEPS[name]
    others = frozenset(Post) - {step.post}

    refused = why_not(step, Subject(next(iter(step.frm)), facts=READY), Actor(1, others))

    assert refused == [f"本步骤由「{step.post.label}」岗位办理"]


@pytest.mark.parametrize(
    ("name", "facts", "sentence"),
    [
        ("submit", {"has_plan": False}, "还没有拟定追回方式"),
        ("submit", {"is_heard": False}, "还没有告知本人"),
        ("check", {"doubts": ("2021年度有变",)}, "2021年度有变"),
        ("decide", {"is_heard": False}, "还没有告知本人"),
        ("settle", {"outstanding_fen": 1}, "还有 0.01 元没有追回"),
        ("revoke", {"received_fen": 1}, "已追回 0.01 元，不能撤销"),
        ("set_off", {"is_set_off": False}, "决定的追回方式不是抵扣"),
    ],
)
def test_a_guard_says_what_is_wrong(name: str, facts: dict[str, object], sentence: str) -> None:
    step = RECOVERY_STEPS[name]
    seen = Subject(next(iter(step.frm)), facts=READY | facts)

    (refusal,) = why_not(step, seen, Actor(1, frozenset({step.post})))

    assert sentence in refusal


def test_the_way_leads_from_the_proposal_to_the_end_by_four_pairs_of_eyes() -> None:
    states = [S.DRAFT, S.SUBMITTED, S.CHECKED, S.DECIDED, S.COLLECTING, S.SETTLED]

    for step, frm, to in zip(FORWARD.values(), states, states[1:], strict=False):
        assert step.frm == {frm}
        assert destination(step, Subject(frm)) is to
    assert len({step.desk for step in RECOVERY_STEPS.values()} - {Desk.CASHIER}) == 4
    handling = (Post.PREPARE, Post.SECOND_CHECK, Post.DIRECTOR, Post.CASHIER, Post.RECONCILE)
    assert {step.post for step in RECOVERY_STEPS.values()} == set(handling)
    assert all(post in OFFICE_POSTS[OfficeKind.BUREAU] for post in handling)
    assert len(conflicts(handling, single_clerk=False)) == 10  # any two of the five are apart


def test_deeds_stay_where_they_are_and_ways_out_give_their_reason() -> None:
    for step in DEEDS.values():
        for state in step.frm:
            assert destination(step, Subject(state)) is state
    assert all(step.needs_reason for step in WAYS_OUT.values())


def test_what_is_over_has_no_step() -> None:
    over = {S.SETTLED, S.WAIVED, S.REVOKED}

    assert not any(step.frm & over for step in RECOVERY_STEPS.values())
