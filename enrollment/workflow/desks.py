"""What each desk of the chain stands for: its place in the order, the facts it answers for.

Also which cases wait at which desk: ``QUEUES`` names them for lists, counts and the next case.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from enrollment.workflow.cases import ALL_CASE_STEPS
from enrollment.workflow.entry import ENTRY_STEPS
from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Desk, Post

DECIDED_STATES = (CaseState.CONFIRMED, CaseState.MERGED, CaseState.LEFT)

# The desks that speak while a case is in a state, in the order of the chain.
DESKS_OF_STATE: Mapping[CaseState, tuple[Desk, ...]] = {
    CaseState.ENTERED: (Desk.COMMUNITY,),
    CaseState.DEPARTMENTS: (Desk.AGRICULTURE, Desk.RESOURCES, Desk.POLICE),
    CaseState.STREET: (Desk.STREET,),
    CaseState.NOTICE: (),
    CaseState.POSTED: (),
    CaseState.JOINT_REVIEW: (Desk.JOINT_REVIEW,),
    CaseState.SECOND_CHECK: (Desk.SECOND_CHECK,),
    CaseState.MERGING: (Desk.MERGE,),
}

# The columns of a case that a desk answers for when it agrees, and may put right (000 §7: 农业核
# 承包经营权与家庭承包面积, 自然资源核征地).
FACTS_OF_DESK: Mapping[Desk, tuple[str, ...]] = {
    Desk.AGRICULTURE: ("household_size", "area_before", "area_after", "certificate"),
    Desk.RESOURCES: ("approval", "agreement", "taken_on"),
}


@dataclass(frozen=True, slots=True)
class Queue:
    """The cases that wait at a desk for a step.

    ``silent_desk`` is set where several desks speak in one state: a case waits only while that
    desk has not agreed.
    """

    name: str
    label: str
    state: CaseState
    step: str
    post: Post
    desk: Desk
    silent_desk: Desk | None = None

    @property
    def can_be_done_in_bulk(self) -> bool:
        """Whether the step is one of agreement, taken case by case or for many at once."""
        return self.step in AGREEING_STEPS


# The steps by which a desk agrees on single cases; the others run over a notice, a review, a merge.
AGREEING_STEPS: Mapping[str, Desk] = {
    "community_confirm": Desk.COMMUNITY,
    "agriculture_confirm": Desk.AGRICULTURE,
    "resources_confirm": Desk.RESOURCES,
    "police_confirm": Desk.POLICE,
    "street_review": Desk.STREET,
    "second_check": Desk.SECOND_CHECK,
}

# The steps that may be entered «代录自纸质» for a department that does not log in.
PAPER_STEPS: Mapping[Desk, str] = {
    Desk.AGRICULTURE: "agriculture_confirm",
    Desk.RESOURCES: "resources_confirm",
    Desk.POLICE: "police_confirm",
}

_QUEUES = (
    Queue(
        "community",
        "待社区确认",
        CaseState.ENTERED,
        "community_confirm",
        Post.COMMUNITY_CONFIRM,
        Desk.COMMUNITY,
    ),
    Queue(
        "agriculture",
        "待农业确认",
        CaseState.DEPARTMENTS,
        "agriculture_confirm",
        Post.AGRICULTURE,
        Desk.AGRICULTURE,
        Desk.AGRICULTURE,
    ),
    Queue(
        "resources",
        "待自然资源确认",
        CaseState.DEPARTMENTS,
        "resources_confirm",
        Post.RESOURCES,
        Desk.RESOURCES,
        Desk.RESOURCES,
    ),
    Queue(
        "police",
        "待公安核对",
        CaseState.DEPARTMENTS,
        "police_confirm",
        Post.POLICE,
        Desk.POLICE,
        Desk.POLICE,
    ),
    Queue(
        "street",
        "待街道审核",
        CaseState.STREET,
        "street_review",
        Post.STREET_REVIEW,
        Desk.STREET,
    ),
    Queue(
        "notice",
        "待张贴公示",
        CaseState.NOTICE,
        "post_notice",
        Post.STREET_REVIEW,
        Desk.STREET,
    ),
    Queue(
        "joint",
        "待区级联审",
        CaseState.JOINT_REVIEW,
        "joint_review",
        Post.JOINT_REVIEW,
        Desk.JOINT_REVIEW,
    ),
    Queue(
        "second",
        "待区级复核",
        CaseState.SECOND_CHECK,
        "second_check",
        Post.SECOND_CHECK,
        Desk.SECOND_CHECK,
    ),
    Queue("merge", "待并轨", CaseState.MERGING, "merge", Post.MERGE, Desk.MERGE),
)
QUEUES: Mapping[str, Queue] = {queue.name: queue for queue in _QUEUES}


def queues_of(posts: frozenset[Post]) -> tuple[Queue, ...]:
    """The queues that holders of ``posts`` work on, in the order of the chain."""
    return tuple(queue for queue in _QUEUES if queue.post in posts)


def forward_steps(state: CaseState) -> tuple[str, ...]:
    """The steps that take a case on from ``state``; several where desks speak side by side."""
    if state is CaseState.POSTED:
        return ("close_notice",)
    return tuple(queue.step for queue in _QUEUES if queue.state is state)


def desks_from(state: CaseState) -> frozenset[Desk]:
    """The desks that speak in ``state`` or after it: what they said falls with a return there."""
    order = list(DESKS_OF_STATE)
    following = order[order.index(state) :]
    return frozenset(desk for later in following for desk in DESKS_OF_STATE[later])


# Who opens cases and people: the desks of the chain, and the bureau's posts that build on them.
READING_POSTS = (
    Post.COMMUNITY_ENTRY,
    Post.COMMUNITY_CONFIRM,
    Post.STREET_ENTRY,
    Post.STREET_REVIEW,
    Post.AGRICULTURE,
    Post.RESOURCES,
    Post.POLICE,
    Post.MERGE,
    Post.JOINT_REVIEW,
    Post.SECOND_CHECK,
    Post.PREPARE,
    Post.INSPECT,
    Post.DIRECTOR,
)


def works_on(state: CaseState, posts: frozenset[Post]) -> bool:
    """Whether a holder of ``posts`` works on cases in ``state`` and so needs whole numbers.

    The desks that can take the case on, those that put it right or enter a department's paper;
    after the end the second check, and the bureau's clerk who calculates what is due.
    """
    steps = [ALL_CASE_STEPS[name] for name in forward_steps(state)]
    steps += [step for step in ENTRY_STEPS.values() if state in step.frm]
    needed = {step.post for step in steps} | {step.paper_post for step in steps}
    if not steps:
        needed.add(Post.SECOND_CHECK)
    if state in DECIDED_STATES:
        needed.add(Post.PREPARE)
    return bool(needed & posts)
