"""A death with its proof, and why a note is taken back."""

from django import forms

from enrollment.forms.decisions import DayInput
from enrollment.forms.rosters import SCANS
from enrollment.services.deaths import Death
from pension.forms.wording import ClerkForm


class DeathForm(ClerkForm):
    """The day and the paper."""

    died_on = forms.DateField(label="死亡日期", widget=DayInput())
    proof = forms.CharField(
        label="证明", max_length=200, help_text="死亡证明、火化证明或户口注销证明的编号"
    )

    scan = forms.FileField(
        label="扫描件",
        required=False,
        help_text="可不传；PDF、JPG 或 PNG，10 MB 以内",
        widget=forms.ClearableFileInput(attrs={"accept": SCANS}),
    )

    def death(self) -> Death:
        """What was typed, as the service takes it."""
        return Death(**self.cleaned_data)


class TakeBackForm(ClerkForm):
    """Why the note is taken back."""

    reason = forms.CharField(
        label="撤销理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
