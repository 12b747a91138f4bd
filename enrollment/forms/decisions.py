"""What an officer says with a decision on a case."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from enrollment.models import Case
from enrollment.workflow.desks import AGREEING_STEPS, FACTS_OF_DESK
from enrollment.workflow.states import CaseState, EvidenceState, RefusalReason
from pension.forms.wording import ClerkForm
from pension.vocabulary.posts import Desk


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Let a field of a form choose among what the officer can choose now."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(name)
    field.choices = list(choices)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        """Write days as the browser wants them."""
        super().__init__(format="%Y-%m-%d")


class DecisionForm(ClerkForm):
    """What all decisions carry: the step, and the round that was on the page.

    The round keeps a page that was left open from deciding on what came after it.
    """

    step: forms.Field = forms.CharField(required=False, widget=forms.HiddenInput)
    round = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AgreeForm(DecisionForm):
    """An opinion in words, and the facts that the desk answers for."""

    text = forms.CharField(
        label="意见（可不填）",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Offer the facts of the desk that the step speaks for, as they stand."""
        super().__init__(*args, **kwargs)
        step = (self.data if self.is_bound else self.initial).get("step", "")
        self.facts = FACTS_OF_DESK.get(AGREEING_STEPS.get(step, Desk.ENTRY), ())
        for name in self.facts:
            self.fields[name] = FACT_FIELDS[name]()
            self.initial[name] = _as_it_stands(case, name)
        self.order_fields([*self.facts, "text"])

    def put_right(self) -> dict[str, object]:
        """The facts that the desk found otherwise than they stand."""
        changed = set(self.changed_data)
        return {name: self.cleaned_data[name] for name in self.facts if name in changed}

    def clean(self) -> dict[str, Any]:
        """The land left cannot be more than there was."""
        cleaned = super().clean() or {}
        before, after = cleaned.get("area_before"), cleaned.get("area_after")
        if before is not None and after is not None and after > before:
            self.add_error("area_after", "征地后面积不能大于征地前面积")
        return cleaned


class ReasonForm(DecisionForm):
    """A reason in words."""

    reason = forms.CharField(label="理由", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class ReturnForm(ReasonForm):
    """An earlier step, and why the case goes back to it."""

    target = forms.ChoiceField(label="退回到")
    field_order = ("target", "reason")

    def __init__(self, *args: Any, targets: Sequence[CaseState] = (), **kwargs: Any) -> None:
        """Offer the steps to which the case can go back."""
        super().__init__(*args, **kwargs)
        offer(self, "target", [(state.value, state.label) for state in targets])


class RefuseForm(ReasonForm):
    """A coded reason and the facts of this case."""

    code = forms.ChoiceField(
        label="不予确认原因", choices=[("", "请选择"), *RefusalReason.choices()]
    )
    field_order = ("code", "reason")


class PaperForm(DecisionForm):
    """An opinion that a department signed on paper."""

    step = forms.ChoiceField(label="哪个部门的意见")
    signed_by = forms.CharField(label="签字人", max_length=40)
    signed_on = forms.DateField(label="签字日期", widget=DayInput)
    scan = forms.FileField(
        label="扫描件", help_text="PDF、JPG 或 PNG，不超过 10 MB，看得清签字和印章"
    )
    text = forms.CharField(label="意见内容", max_length=500, required=False)

    def __init__(self, *args: Any, steps: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """Offer the departments that have not spoken: steps by name with their label."""
        super().__init__(*args, **kwargs)
        offer(self, "step", list((steps or {}).items()))


class CertificateForm(DecisionForm):
    """Whether the land certificate is there."""

    certificate = forms.ChoiceField(label="土地确权证", choices=EvidenceState.choices())


def _certificate() -> forms.Field:
    return forms.ChoiceField(label="土地确权证", choices=EvidenceState.choices())


def _area(label: str) -> forms.Field:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=8, decimal_places=2
    )


FACT_FIELDS: Mapping[str, Any] = {
    "household_size": lambda: forms.IntegerField(
        label="家庭人口", required=False, min_value=1, max_value=99
    ),
    "area_before": lambda: _area("征地前面积（亩）"),
    "area_after": lambda: _area("征地后面积（亩）"),
    "certificate": _certificate,
    "approval": lambda: forms.CharField(label="征地批文", required=False, max_length=80),
    "agreement": lambda: forms.CharField(label="征地协议", required=False, max_length=120),
    "taken_on": lambda: forms.DateField(label="征地时间", required=False, widget=DayInput),
}


def _as_it_stands(case: Case, name: str) -> object:
    value = getattr(case, name)
    return str(value) if name in {"approval", "agreement"} and value else value
