"""What can be done with a case now: the next step with its conditions, and the ways out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from enrollment.forms import decisions as forms
from enrollment.models import Case
from enrollment.queries.dossier import Dossier
from enrollment.services.chain import CASES
from enrollment.workflow.cases import (
    ALL_CASE_STEPS,
    CASE_STEPS,
    REFUSE_STEPS,
    RETURN_STEPS,
    WAYS_OUT,
)
from enrollment.workflow.desks import AGREEING_STEPS, DESKS_OF_STATE, forward_steps
from enrollment.workflow.states import OPEN_STATES, RETURN_TARGETS, CaseState
from pension.models import Officer
from pension.services.steps import subject
from pension.vocabulary.transitions import Check, Step, checks, why_not

Files = MultiValueDict[str, UploadedFile]

# Steps that are taken elsewhere for many cases together, and where.
ELSEWHERE = {
    "post_notice": ("enrollment:notices", "到公示页张贴"),
    "close_notice": ("enrollment:notices", "到公示页办理"),
    "joint_review": ("enrollment:reviews", "到联审页办理"),
    "merge": ("enrollment:merging", "到并轨页办理"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """A button: straight, or opening the dialog with its form; off while ``why_not`` says so."""

    deed: str
    label: str
    url: str
    form: forms.DecisionForm
    why_not: Sequence[str]
    intro: str = ""
    tone: str = ""

    @property
    def dialog(self) -> str:
        """The dialog that the button opens."""
        return f"dialog-{self.deed}"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that a case waits for, as this officer sees it."""

    label: str
    post: str
    checks: list[Check]
    agree: Action | None = None
    elsewhere: tuple[str, str] | None = None
    others: list[Action] = field(default_factory=list)

    @property
    def conditions(self) -> list[dict[str, object]]:
        """The conditions as the list of ✓ and ✗ shows them, unmet ones with the remedy."""
        return [
            {
                "met": check.met,
                "text": f"{check.text}（{check.remedy}）"
                if check.remedy and not check.met
                else check.text,
            }
            for check in self.checks
        ]


class CaseWork:
    """The officer before one case: works out what may be done and makes the forms for it."""

    def __init__(self, dossier: Dossier, officer: Officer, *, onward: str = "") -> None:
        """Keep the case, the officer and ``onward``: the query that leads to the next case."""
        self.case: Case = dossier.case
        self.state = CaseState(dossier.case.state)
        self.officer = officer
        self.subject = subject(CASES, dossier.case, by=officer, known=dossier.facts)
        self.common = {"round": self.case.round}
        self.onward = onward

    def next_step(self, bound: dict[str, forms.DecisionForm] | None = None) -> NextStep | None:
        """The next step; ``bound`` are forms that came back with errors, by deed."""
        bound = bound or {}
        name = self._forward_step()
        others = [self._with(bound, action) for action in self._ways_out()]
        if name is None:
            return NextStep("", "", [], others=others) if others else None
        step = CASE_STEPS[name]
        met = checks(step, self.subject, self.officer.actor)
        agree = self._agree(name) if name in AGREEING_STEPS and self._mine(step) else None
        elsewhere = ELSEWHERE.get(name) if self._mine(step) else None
        return NextStep(
            step.label,
            step.post.label,
            met,
            agree=self._with(bound, agree) if agree else None,
            elsewhere=(reverse(elsewhere[0]), elsewhere[1]) if elsewhere else None,
            others=others,
        )

    def form(self, deed: str, data: QueryDict, files: Files) -> forms.DecisionForm | None:
        """The form of a deed, filled with what was sent; ``None`` for a deed that is unknown."""
        if deed == "agree":
            return forms.AgreeForm(data, files, case=self.case, auto_id="agree_%s")
        if deed == "return":
            return forms.ReturnForm(data, files, targets=self._targets(), auto_id="return_%s")
        if deed == "paper":
            steps = {name: CASE_STEPS[name].label for name in PAPER_STEPS}
            return forms.PaperForm(data, files, steps=steps, auto_id="paper_%s")
        plain = PLAIN_FORMS.get(deed)
        return plain(data, files, auto_id=f"{deed}_%s") if plain else None

    def _forward_step(self) -> str | None:
        """The officer's own step from the present state, else the first that is open."""
        asked = self.case.police_asked
        names = [n for n in forward_steps(self.state) if asked or n != "police_confirm"]
        own = [name for name in names if self._mine(CASE_STEPS[name])]
        return next(iter(own or names), None)

    def _agree(self, name: str) -> Action:
        form = forms.AgreeForm(
            case=self.case, initial=self.common | {"step": name}, auto_id="agree_%s"
        )
        return self._action(
            "agree", CASE_STEPS[name].label, form, self._why_not(name), tone="primary"
        )

    def _ways_out(self) -> Iterator[Action]:
        yield from self._paper()
        yield from self._police()
        for deed, table in (("return", RETURN_STEPS), ("refuse", REFUSE_STEPS)):
            for name, step in table.items():
                if self.state in step.frm and self._mine(step):
                    yield self._way_out(deed, name)
                    break
        for name, step in WAYS_OUT.items():
            if self.state in step.frm and self._mine(step):
                yield self._way_out(name.split("_")[0], name)

    def _way_out(self, deed: str, name: str) -> Action:
        initial = self.common | {"step": name}
        if deed == "return":
            form: forms.DecisionForm = forms.ReturnForm(
                targets=self._targets(), initial=initial, auto_id="return_%s"
            )
        else:
            form = PLAIN_FORMS[deed](initial=initial, auto_id=f"{deed}_%s")
        tone = "danger" if deed == "refuse" else ""
        label = ALL_CASE_STEPS[name].label
        return self._action(deed, label, form, self._why_not(name), tone=tone)

    def _paper(self) -> Iterator[Action]:
        steps = {
            name: CASE_STEPS[name].label
            for name in PAPER_STEPS
            if self.state in CASE_STEPS[name].frm
            and CASE_STEPS[name].paper_post in self.officer.posts
            and not self._why_not(name, on_paper=True)
        }
        if steps:
            form = forms.PaperForm(steps=steps, initial=self.common, auto_id="paper_%s")
            intro = "部门已在纸质表上签字盖章的，在这里录入，并附扫描件。"
            yield self._action("paper", "代录自纸质", form, [], intro=intro)

    def _police(self) -> Iterator[Action]:
        step = CASE_STEPS["ask_police"]
        if self.state in step.frm and self._mine(step) and not self._why_not("ask_police"):
            initial = self.common | {"step": "ask_police"}
            form = forms.ReasonForm(initial=initial, auto_id="police_%s")
            yield self._action(
                "police", step.label, form, [], intro="户籍或年龄有疑问时，请公安核对。"
            )

    def _action(
        self,
        deed: str,
        label: str,
        form: forms.DecisionForm,
        reasons: Sequence[str],
        *,
        intro: str = "",
        tone: str = "",
    ) -> Action:
        url = reverse("enrollment:case_decide", args=[self.case.pk, deed]) + self.onward
        return Action(deed, label, url, form, reasons, intro, tone)

    def _with(self, bound: dict[str, forms.DecisionForm], action: Action) -> Action:
        form = bound.get(action.deed, action.form)
        return replace(action, form=form)

    def _mine(self, step: Step) -> bool:
        return step.post in self.officer.posts

    def _why_not(self, name: str, *, on_paper: bool = False) -> list[str]:
        step = ALL_CASE_STEPS[name]
        return why_not(step, self.subject, self.officer.actor, on_paper=on_paper)

    def _targets(self) -> list[CaseState]:
        order = list(DESKS_OF_STATE)
        if self.state not in OPEN_STATES:
            return []
        return [s for s in RETURN_TARGETS if order.index(s) < order.index(self.state)][::-1]


PAPER_STEPS = [name for name, step in CASE_STEPS.items() if step.paper_post is not None]
PLAIN_FORMS: dict[str, type[forms.DecisionForm]] = {
    "police": forms.ReasonForm,
    "refuse": forms.RefuseForm,
    "withdraw": forms.ReasonForm,
    "reopen": forms.ReasonForm,
}
