"""What the bureau enters about joint reviews."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from enrollment.forms.decisions import DayInput
from enrollment.queries.reviews import DepartmentWord
from enrollment.services.reviews import Said
from enrollment.workflow.states import RETURN_TARGETS, CaseState, Opinion
from pension.forms.wording import ClerkForm

SCANS = ".pdf,.jpg,.jpeg,.png"


class OpeningForm(ClerkForm):
    """The day on which the departments meet."""

    held_on = forms.DateField(
        label="联审日期", widget=DayInput(), help_text="可以是以后的日期；到了当天才能办结"
    )


class WordForm(ClerkForm):
    """What one department's paper says; left open where it has not come in."""

    opinion = forms.ChoiceField(
        label="意见",
        required=False,
        choices=[("", "暂不录入"), *Opinion.choices()],
        widget=forms.Select,
    )
    signed_by = forms.CharField(label="签字人", max_length=40, required=False)
    text = forms.CharField(label="意见内容（可不填）", max_length=500, required=False)

    def __init__(self, *args: Any, department: str, **kwargs: Any) -> None:
        """Keep whose word it is."""
        super().__init__(*args, **kwargs)
        self.department = department

    def clean(self) -> dict[str, Any]:
        """An opinion needs its signer."""
        cleaned = super().clean() or {}
        if cleaned.get("opinion") and not cleaned.get("signed_by", "").strip():
            self.add_error("signed_by", "请填写签字人")
        return cleaned

    def said(self) -> Said | None:
        """The word for the service; None where none was entered."""
        given = self.cleaned_data
        if not given["opinion"]:
            return None
        opinion = Opinion(given["opinion"])
        return Said(self.department, opinion, given["signed_by"], given["text"])


class ScanForm(ClerkForm):
    """The scan of the paper that was signed."""

    scan = forms.FileField(
        label="扫描件",
        help_text="盖章签字的联审名单，PDF、JPG 或 PNG，10 MB 以内",
        widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
    )


def word_forms(words: Sequence[DepartmentWord], data: QueryDict | None = None) -> list[WordForm]:
    """A form for each department, in the order of the rules; for one that spoke, to correct it."""
    return [
        WordForm(data, prefix=f"word{number}", department=word.department)
        for number, word in enumerate(words)
    ]


class CancelForm(ClerkForm):
    """Why a review is cancelled."""

    reason = forms.CharField(
        label="取消理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class FailureForm(ClerkForm):
    """Why people do not pass, and to which step they go back."""

    return_to = forms.ChoiceField(
        label="退回到",
        choices=[
            (state.value, state.label)
            for state in RETURN_TARGETS
            if state is not CaseState.JOINT_REVIEW
        ],
    )
    reason = forms.CharField(label="理由", max_length=400)
