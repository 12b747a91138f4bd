"""What an officer can do next with a recovery, what blocks it, and its way as it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import Form
from django.urls import reverse
from django.utils import timezone

from pension.models import Officer
from pension.pictures.chain import ChainStep, StepLook
from pension.services.steps import subject
from pension.vocabulary.transitions import Check, Subject, checks
from subsidies.forms import recoveries as forms
from subsidies.forms.batches import ReasonForm
from subsidies.models import Recovery, RecoveryEvent
from subsidies.queries.recoveries import open_set_offs
from subsidies.rules.vocabulary import RecoveryWay
from subsidies.services.recoveries.machine import RECOVERIES
from subsidies.tables.batches.actions import OWN_CHECKS, Action
from subsidies.workflow.recoveries import FORWARD, RECOVERY_STEPS
from subsidies.workflow.states import RecoveryState

CHAIN = (
    ("submit", "拟定追回"),
    ("check", "区级复核"),
    ("decide", "局领导决定"),
    ("serve", "送达"),
    ("settle", "追回并结清"),
)
PLACES = (
    RecoveryState.DRAFT,
    RecoveryState.SUBMITTED,
    RecoveryState.CHECKED,
    RecoveryState.DECIDED,
    RecoveryState.COLLECTING,
    RecoveryState.SETTLED,
)
EMPTY: Mapping[str, type[Form]] = {
    "plan": forms.PlanForm,
    "hear": forms.HearingForm,
    "decide": forms.DecisionForm,
    "waive": forms.WaiverForm,
    "serve": forms.ServiceForm,
    "receive": forms.ReceiptForm,
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A step that the officer's post takes: its button, and the form of its dialog if it asks."""

    name: str
    action: Action
    form: Form | None


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step forward with every condition; ``is_mine`` when the officer's post takes it."""

    label: str
    post: str
    is_mine: bool
    checks: Sequence[Check]


def next_step(recovery: Recovery, seen: Subject, officer: Officer) -> NextStep | None:
    """The step forward from where a recovery is; None at its end."""
    name = next((name for name, step in FORWARD.items() if recovery.state in step.frm), None)
    if name is None:
        return None
    step = FORWARD[name]
    found = checks(step, seen, officer.actor)
    is_mine = officer.holds(step.post)
    asked = found if is_mine else found[OWN_CHECKS:]
    shown = [Check(check.met, _sentence(check)) for check in asked]
    return NextStep(step.label, step.post.label, is_mine, shown)


def seen_by(officer: Officer, recovery: Recovery) -> Subject:
    """What the guards see when an officer acts: asked once for all steps of a page."""
    return subject(RECOVERIES, recovery, by=officer)


def deeds_of(recovery: Recovery, seen: Subject, officer: Officer) -> list[Deed]:
    """Every step that the officer's post takes from here, the step forward first."""
    names = [*FORWARD, *(name for name in RECOVERY_STEPS if name not in FORWARD)]
    return [
        _deed(recovery, name, seen, officer)
        for name in names
        if recovery.state in RECOVERY_STEPS[name].frm
        and officer.holds(RECOVERY_STEPS[name].post)
        and _has_matter(recovery, name)
    ]


def chain_of(recovery: Recovery) -> list[ChainStep]:
    """The steps of this round with who and when."""
    taken = {
        event.step: event
        for event in recovery.events.select_related("officer")
        if event.round == recovery.round
    }
    is_ended = recovery.state in (RecoveryState.WAIVED, RecoveryState.REVOKED)
    reached = [place for place, (name, _) in enumerate(CHAIN) if name in taken]
    place = len(reached) if is_ended else PLACES.index(RecoveryState(recovery.state))
    return [
        _chain_step(number, label, taken.get(name), place, is_ended=is_ended)
        for number, (name, label) in enumerate(CHAIN)
    ]


def form_of(recovery: Recovery, name: str, officer: Officer) -> Form | None:
    """The empty form of a step; None where its button alone says it all."""
    auto_id = f"{name}-%s"  # several forms stand on one page
    if name in EMPTY:
        return EMPTY[name](auto_id=auto_id)
    if name == "void_receipt":
        return forms.VoidReceiptForm(None, recovery=recovery, auto_id=auto_id)
    if name == "set_off":
        dues = list(open_set_offs(recovery, officer))
        return forms.SetOffForm(None, dues=dues, auto_id=auto_id)
    return ReasonForm(auto_id=auto_id) if RECOVERY_STEPS[name].needs_reason else None


def _has_matter(recovery: Recovery, name: str) -> bool:
    """Whether there is something that a step could be about."""
    if name == "set_off":
        return recovery.way == RecoveryWay.SET_OFF
    if name == "void_receipt":
        return recovery.receipts.filter(voided_at__isnull=True).exists()
    return True


def _deed(recovery: Recovery, name: str, seen: Subject, officer: Officer) -> Deed:
    step = RECOVERY_STEPS[name]
    unmet = tuple(_sentence(check) for check in checks(step, seen, officer.actor) if not check.met)
    form = None if unmet else form_of(recovery, name, officer)
    tone = "primary" if name in FORWARD else "danger" if step.needs_reason else ""
    url = reverse("subsidies:recovery_step", args=[recovery.pk, name])
    return Deed(name, Action(step.label, url, tone, unmet, f"do-{name}" if form else ""), form)


def _chain_step(
    number: int, label: str, event: RecoveryEvent | None, place: int, *, is_ended: bool
) -> ChainStep:
    if number < place and event is not None:
        when = timezone.localtime(event.at).strftime("%m-%d %H:%M")
        return ChainStep(label, StepLook.DONE, who=event.officer.name, when=when)
    if number == place:
        return ChainStep(label, StepLook.REFUSED if is_ended else StepLook.NOW)
    return ChainStep(label, StepLook.AHEAD)


def _sentence(check: Check) -> str:
    return f"{check.text}（{check.remedy}）" if check.remedy else check.text
