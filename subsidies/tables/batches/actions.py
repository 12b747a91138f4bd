"""What an officer can do next with a batch, what still blocks it, and the chain as it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from pension.models import Officer
from pension.pictures.chain import ChainStep, StepLook
from pension.vocabulary.transitions import Check
from subsidies.models import BatchEvent, TransferBatch
from subsidies.queries.batches.pages import CommunityWord
from subsidies.queries.batches.papers import steps_taken
from subsidies.services.batches import asked_facts, conditions
from subsidies.tables.batches.moments import short_moment
from subsidies.workflow.batches import BATCH_STEPS, WAYS_BACK
from subsidies.workflow.states import BatchState

# Step, its name in the chain; a step begins in the state of the same place.
CHAIN = (
    ("submit", "编制"),
    ("verify", "社区核实"),
    ("lock", "锁定"),
    ("inspect", "稽核"),
    ("approve", "局领导审批"),
    ("release", "放行"),
    ("export", "导出"),
    ("take_return", "回盘"),
    ("reconcile", "核对"),
    ("close", "关闭"),
)
WILL_BE_WRITTEN = {"export": {"export_file": "名册"}}
OWN_CHECKS = 3  # state, post and desk come first
PLACE_OF = {state: place for place, state in enumerate(BatchState)}


@dataclass(frozen=True, slots=True)
class Action:
    """A button: with ``why_not`` it is off, with ``dialog`` it opens one, else it posts."""

    label: str
    url: str
    tone: str = ""
    why_not: tuple[str, ...] = ()
    dialog: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that is next: its button and every condition with whether it is met."""

    name: str
    label: str
    checks: Sequence[Check]
    action: Action
    post: str
    is_mine: bool

    @property
    def is_open(self) -> bool:
        """Whether it can be taken now by whoever looks."""
        return not self.action.why_not


def next_step(batch: TransferBatch, officer: Officer) -> NextStep | None:
    """The step forward from where the batch is; None at the end of its way."""
    state = BatchState(batch.state)
    name = next((name for name, step in BATCH_STEPS.items() if state in step.frm), None)
    if name is None:
        return None
    found = _conditions(batch, name, officer)
    unmet = tuple(_sentence(check) for check in found if not check.met)
    label = "生成发放名册" if name == "export" else BATCH_STEPS[name].label
    url = (
        reverse("subsidies:batch_roster", args=[batch.pk])
        if name == "export"
        else reverse("subsidies:batch_step", args=[batch.pk, name])
    )
    post = BATCH_STEPS[name].post
    is_mine = officer.holds(post)
    # Whoever only looks on needs no word on their own post and desk.
    asked = found if is_mine else found[OWN_CHECKS:]
    shown = [Check(check.met, _sentence(check)) for check in asked]
    action = Action(label, url, "primary", unmet)
    return NextStep(name, label, shown, action, post.label, is_mine)


def _conditions(batch: TransferBatch, name: str, officer: Officer) -> list[Check]:
    """The conditions of a step but those that pressing its button brings about."""
    facts = asked_facts(batch, name)
    now = conditions(batch, name, by=officer, facts=facts)
    if name not in WILL_BE_WRITTEN:
        return now
    then = conditions(batch, name, by=officer, facts={**facts, **WILL_BE_WRITTEN[name]})
    return [check for check, later in zip(now, then, strict=True) if check == later]


def ways_back(batch: TransferBatch, officer: Officer) -> list[Action]:
    """The ways back that are the officer's to take, each asking for its reason."""
    state = BatchState(batch.state)
    return [
        Action(
            step.label,
            reverse("subsidies:batch_step", args=[batch.pk, name]),
            "danger",
            tuple(
                _sentence(check) for check in conditions(batch, name, by=officer) if not check.met
            ),
            dialog=f"back-{name}",
        )
        for name, step in WAYS_BACK.items()
        if state in step.frm and officer.holds(step.post)
    ]


def chain_of(batch: TransferBatch, words: Sequence[CommunityWord]) -> list[ChainStep]:
    """The steps with who and when; those of an earlier round, before a return, don't count."""
    taken = steps_taken(batch)
    cancelled = batch.state == BatchState.CANCELLED
    place = len(taken) - 1 if cancelled else PLACE_OF[BatchState(batch.state)]
    return [
        _chain_step(number, name, label, place, taken, words, cancelled=cancelled)
        for number, (name, label) in enumerate(CHAIN)
    ]


def _chain_step(
    number: int,
    name: str,
    label: str,
    place: int,
    taken: Mapping[str, BatchEvent],
    words: Sequence[CommunityWord],
    *,
    cancelled: bool,
) -> ChainStep:
    event = taken.get(name)
    look = StepLook.AHEAD
    if number < place and event is not None:
        look = StepLook.DONE
    elif number == place:
        look = StepLook.REFUSED if cancelled else StepLook.NOW
    if name == "verify" and words and number <= place:
        said = sum(word.total.rows for word in words if word.at)
        note = f"{said:,} / {sum(word.total.rows for word in words):,}"
        return ChainStep(label, look, note=note)
    if event is None or number >= place:
        return ChainStep(label, look)
    return ChainStep(label, look, who=event.officer.name, when=short_moment(event.at))


def _sentence(check: Check) -> str:
    return f"{check.text}（{check.remedy}）" if check.remedy else check.text
