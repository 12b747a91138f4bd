"""What the street says about notices and objections."""

from typing import Any

from django import forms

from enrollment.forms.decisions import DayInput
from enrollment.services.objections import Raised
from enrollment.workflow.states import RETURN_TARGETS, CaseState
from pension.forms.wording import ClerkForm

REFUSE = "refuse"


class PostingForm(ClerkForm):
    """The day of posting, and what was seen when it was decided."""

    posted_on = forms.DateField(
        label="张贴日期",
        widget=DayInput(),
        help_text="公示期从次日起算；不能晚于今天，也不能早于街道审核",
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class ObjectionForm(ClerkForm):
    """An objection as it came in."""

    received_on = forms.DateField(label="收到日期", widget=DayInput())
    raised_by = forms.CharField(
        label="提出人", max_length=60, help_text="姓名和联系方式；匿名的写“匿名”"
    )
    content = forms.CharField(
        label="异议内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def raised(self) -> Raised:
        """The objection for the service."""
        return Raised(**self.cleaned_data)


class RejectionForm(ClerkForm):
    """Why an objection has no ground."""

    finding = forms.CharField(
        label="调查情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class UpholdingForm(RejectionForm):
    """What was found, and what becomes of the case."""

    then = forms.ChoiceField(label="本件怎么办")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer refusal, and every earlier step."""
        super().__init__(*args, **kwargs)
        then = self.fields["then"]
        if isinstance(then, forms.ChoiceField):
            then.choices = [
                (REFUSE, "不予确认（公示异议成立）"),
                *((state.value, f"退回到「{state.label}」") for state in targets_before_posting()),
            ]

    def return_to(self) -> CaseState | None:
        """The step to go back to; None where the case is refused."""
        then = self.cleaned_data["then"]
        return None if then == REFUSE else CaseState(then)


def targets_before_posting() -> list[CaseState]:
    """The steps to which a posted case may go back."""
    order = list(CaseState)
    posted = order.index(CaseState.POSTED)
    return [state for state in RETURN_TARGETS if order.index(state) < posted]
