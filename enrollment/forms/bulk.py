"""Many cases decided at once: which, and what is said."""

from typing import Any

from django import forms

from enrollment.forms.decisions import ReasonForm, offer
from enrollment.workflow.states import CaseState
from pension.forms.wording import ClerkForm
from pension.vocabulary.keys import parse_keys


class BulkForm(ClerkForm):
    """The cases as keys with commas, and the step that they wait for."""

    keys = forms.CharField(widget=forms.HiddenInput)
    queue = forms.CharField(widget=forms.HiddenInput)

    def clean_keys(self) -> list[int]:
        """The keys as numbers."""
        sent = self.cleaned_data["keys"].split(",")
        keys = parse_keys(sent)
        if len(keys) < len(sent):
            raise forms.ValidationError("选中的件无法识别，请回到名单重新勾选")
        return keys


class BulkAgreeForm(BulkForm):
    """An opinion for all of them."""

    text = forms.CharField(
        label="意见（可不填，写入每一件）",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BulkReturnForm(BulkForm, ReasonForm):
    """One earlier step and one reason for all of them."""

    target = forms.ChoiceField(label="退回到")
    field_order = ("target", "reason")

    def __init__(self, *args: Any, targets: list[CaseState], **kwargs: Any) -> None:
        """Offer the steps to which cases of the desk can go back."""
        super().__init__(*args, **kwargs)
        offer(self, "target", [(state.value, state.label) for state in targets])
