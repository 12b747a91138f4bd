"""The step table of cases, asked for every step, state and post."""

from itertools import product
from typing import Any

import pytest

from enrollment.workflow.cases import ALL_CASE_STEPS, CASE_STEPS, REFUSE_STEPS, RETURN_STEPS
from enrollment.workflow.desks import AGREEING_STEPS, DESKS_OF_STATE, QUEUES, desks_from
from enrollment.workflow.entry import ENTER
from enrollment.workflow.states import CaseState, MergeChoice
from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.transitions import Actor, Subject, checks, destination, why_not

TAKEN = {name: step for name, step in ALL_CASE_STEPS.items() if name != ENTER}
NOT_YET = {"agriculture_confirm", "resources_confirm", "police_confirm", "ask_police"}


def facts_for(name: str) -> dict[str, Any]:
    """Facts under which nothing but state, post and desk can forbid the step."""
    return {
        "agreed": frozenset() if name in NOT_YET else frozenset({Desk.AGRICULTURE, Desk.RESOURCES}),
        "police_asked": name == "police_confirm",
        "notice_over": True,
        "joint_passed": True,
        "group_signed": True,
        "rights_told": True,
        "opening_in_force": True,
        "choice": MergeChoice.RESIDENT,
        "target": CaseState.ENTERED,
        "refused_by": 2,
        "actor_id": 1,
    }


@pytest.mark.parametrize(("name", "state"), list(product(TAKEN, CaseState)))
def test_a_step_is_taken_from_its_own_states_alone(name: str, state: CaseState) -> None:
    step = TAKEN[name]
    subject = Subject(state, facts=facts_for(name))

    refusals = why_not(step, subject, Actor(1, frozenset({step.post})))

    assert bool(refusals) == (state not in step.frm)


@pytest.mark.parametrize(("name", "post"), list(product(TAKEN, Post)))
def test_a_step_is_taken_by_its_own_post_alone(name: str, post: Post) -> None:
    step = TAKEN[name]
    subject = Subject(next(iter(step.frm)), facts=facts_for(name))

    refusals = why_not(step, subject, Actor(1, frozenset({post})))

    assert bool(refusals) == (post is not step.post)


@pytest.mark.parametrize(("name", "desk"), list(product(TAKEN, Desk)))
def test_whoever_acted_at_another_desk_takes_no_step(name: str, desk: Desk) -> None:
    step = TAKEN[name]
    subject = Subject(next(iter(step.frm)), frozenset({desk}), facts_for(name))

    refusals = why_not(step, subject, Actor(1, frozenset({step.post})))

    assert bool(refusals) == (desk is not step.desk)
    assert all("同一人" in sentence for sentence in refusals)


@pytest.mark.parametrize("name", TAKEN)
def test_paper_is_entered_by_the_post_for_it_and_only_where_paper_is_taken(name: str) -> None:
    step = TAKEN[name]
    subject = Subject(next(iter(step.frm)), facts=facts_for(name))
    clerk = Actor(1, frozenset({Post.STREET_ENTRY}))

    refusals = why_not(step, subject, clerk, on_paper=True)

    departments = {"agriculture_confirm", "resources_confirm", "police_confirm"}
    assert bool(refusals) == (name not in departments)


@pytest.mark.parametrize(
    ("agreed", "asked", "last", "state"),
    [
        ((), False, "agriculture_confirm", CaseState.DEPARTMENTS),
        ((Desk.RESOURCES,), False, "agriculture_confirm", CaseState.STREET),
        ((Desk.AGRICULTURE,), False, "resources_confirm", CaseState.STREET),
        ((Desk.AGRICULTURE,), True, "resources_confirm", CaseState.DEPARTMENTS),
        ((Desk.AGRICULTURE, Desk.RESOURCES), True, "police_confirm", CaseState.STREET),
        ((Desk.POLICE, Desk.RESOURCES), True, "agriculture_confirm", CaseState.STREET),
    ],
)
def test_the_departments_agree_in_any_order_and_all_are_needed(
    agreed: tuple[Desk, ...], asked: bool, last: str, state: CaseState
) -> None:
    facts = {"agreed": frozenset(agreed), "police_asked": asked}

    reached = destination(TAKEN[last], Subject(CaseState.DEPARTMENTS, facts=facts))

    assert reached is state


@pytest.mark.parametrize(("name", "target"), list(product(RETURN_STEPS, CaseState)))
def test_a_return_leads_to_an_earlier_named_step_alone(name: str, target: CaseState) -> None:
    step = RETURN_STEPS[name]
    state = next(iter(step.frm))
    subject = Subject(state, facts={"target": target})

    refusals = why_not(step, subject, Actor(1, frozenset({step.post})))

    chain = [*DESKS_OF_STATE]
    # A notice that hangs is no step to return to: the case goes back to «to be posted».
    possible = set(chain[: chain.index(state)]) - {CaseState.POSTED}
    assert bool(refusals) == (target not in possible)


def test_every_desk_that_can_agree_can_return_and_refuse() -> None:
    waiting = {(queue.state, queue.desk) for queue in QUEUES.values() if queue.name != "merge"}

    returning = {(next(iter(step.frm)), step.desk) for step in RETURN_STEPS.values()}
    refusing = {(next(iter(step.frm)), step.desk) for step in REFUSE_STEPS.values()}

    community = {(CaseState.ENTERED, Desk.COMMUNITY)}
    assert waiting - community <= returning
    assert waiting - community <= refusing
    assert TAKEN["refuse_community"].desk is Desk.COMMUNITY


def test_every_queue_names_its_step_with_the_same_desk_and_post() -> None:
    for queue in QUEUES.values():
        step = TAKEN[queue.step]
        assert (step.post, step.desk) == (queue.post, queue.desk)
        assert queue.state in step.frm


def test_agreeing_steps_speak_for_their_own_desk() -> None:
    assert {name: CASE_STEPS[name].desk for name in AGREEING_STEPS} == dict(AGREEING_STEPS)


def test_a_return_to_the_departments_lets_the_community_stand() -> None:
    fallen = desks_from(CaseState.DEPARTMENTS)

    assert Desk.COMMUNITY not in fallen
    assert {Desk.AGRICULTURE, Desk.RESOURCES, Desk.STREET, Desk.SECOND_CHECK} <= fallen


@pytest.mark.parametrize("name", TAKEN)
def test_the_page_and_the_refusal_use_the_same_words(name: str) -> None:
    step = TAKEN[name]
    subject = Subject(CaseState.WITHDRAWN, frozenset({Desk.CASHIER}), {"open_objections": 2})
    stranger = Actor(9, frozenset())

    unmet = [check.text for check in checks(step, subject, stranger) if not check.met]
    refusals = why_not(step, subject, stranger)

    assert len(unmet) == len(refusals) >= 3
    assert all(said.startswith(shown) for said, shown in zip(refusals, unmet))
