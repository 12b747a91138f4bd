"""Declared step tables: who may take which step, from where, to where, at which desk.

A table is data; the guards are pure questions about a ``Subject``. The page and the refusal
ask the same ``checks()`` and so use the same words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pension.vocabulary.labels import Labelled
from pension.vocabulary.posts import Desk, Post


@dataclass(frozen=True, slots=True)
class Actor:
    """The officer who wants to take a step: key, posts held, name for the sentences."""

    id: int
    posts: frozenset[Post]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the guards may know of a case or batch.

    ``desks_of_actor`` are the desks at which this officer has already acted on it; ``facts``
    are whatever the step's own guards ask for.
    """

    state: Labelled
    desks_of_actor: frozenset[Desk] = frozenset()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of a step, met or not, in the officer's words."""

    met: bool
    text: str
    remedy: str = ""


Guard = Callable[[Subject], Check]
Destination = Labelled | Callable[[Subject], Labelled]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a step table."""

    label: str
    frm: frozenset[Any]
    to: Destination
    post: Post
    desk: Desk
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    paper_post: Post | None = None  # who may enter it «代录自纸质» for a department
    shared_desk: frozenset[Desk] = frozenset()  # one with this desk where a village has one clerk


def desk_of(step: Step, *, on_paper: bool) -> Desk:
    """The desk at which an officer acts who takes ``step``, or records it from paper."""
    return Desk.RECORDING if on_paper else step.desk


def destination(step: Step, subject: Subject) -> Labelled:
    """The state in which ``subject`` is after ``step``."""
    return step.to if isinstance(step.to, Labelled) else step.to(subject)


def checks(step: Step, subject: Subject, actor: Actor, *, on_paper: bool = False) -> list[Check]:
    """Every condition of ``step`` with whether it is met: state, post, desk, then the guards."""
    return [
        _state_check(step, subject),
        _post_check(step, actor, on_paper=on_paper),
        _desk_check(step, subject, desk_of(step, on_paper=on_paper)),
        *(guard(subject) for guard in step.guards),
    ]


def why_not(step: Step, subject: Subject, actor: Actor, *, on_paper: bool = False) -> list[str]:
    """The sentences that forbid ``step`` now; empty when it may be taken."""
    return [
        f"{check.text}（{check.remedy}）" if check.remedy else check.text
        for check in checks(step, subject, actor, on_paper=on_paper)
        if not check.met
    ]


def _state_check(step: Step, subject: Subject) -> Check:
    if subject.state in step.frm:
        return Check(True, f"当前为「{subject.state.label}」")
    return Check(False, f"当前为「{subject.state.label}」，不能办理「{step.label}」")


def _post_check(step: Step, actor: Actor, *, on_paper: bool) -> Check:
    if on_paper:
        if step.paper_post is None:
            return Check(False, f"「{step.label}」不接受代录自纸质")
        if step.paper_post in actor.posts:
            return Check(True, f"您有「{step.paper_post.label}」岗位，可代录自纸质")
        return Check(False, f"代录自纸质须由「{step.paper_post.label}」岗位办理")
    if step.post in actor.posts:
        return Check(True, f"您有「{step.post.label}」岗位")
    return Check(False, f"本步骤由「{step.post.label}」岗位办理")


def _desk_check(step: Step, subject: Subject, desk: Desk) -> Check:
    shared = step.shared_desk if subject.facts.get("single_clerk") else frozenset()
    others = subject.desks_of_actor - {desk} - shared
    if not others:
        return Check(True, "您未参与其他环节")
    names = "、".join(desk.label for desk in sorted(others))
    return Check(
        False,
        f"您已在「{names}」环节办理过，同一人不得再在「{desk.label}」环节办理",
        "请交由另一名经办人",
    )


def steps_from(table: Mapping[str, Step], state: Labelled) -> dict[str, Step]:
    """The steps of ``table`` that start in ``state``, in the order of declaration."""
    return {name: step for name, step in table.items() if state in step.frm}
