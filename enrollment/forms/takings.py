"""How the social-security fund of a taking stands, as typed in."""

from django import forms

from enrollment.forms.decisions import DayInput
from enrollment.rules.takings import TakingFund
from enrollment.services.takings import FundEntry
from pension.forms.wording import ClerkForm
from pension.vocabulary.money import parse_yuan


class YuanField(forms.CharField):
    """An amount in yuan as it stands in the paper, in whole fen."""

    def clean(self, value: object) -> int:
        """Give the amount in fen; refused with the reason of the amount."""
        text = super().clean(value)
        try:
            return parse_yuan(text)
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from reason


class TakingFundForm(ClerkForm):
    """Amounts in yuan with the day and the paper that they stand in."""

    due = YuanField(label="应缴社会保障费（元）", max_length=30)
    paid = YuanField(label="已到账（元）", max_length=30)
    as_of = forms.DateField(label="截止日期", widget=DayInput())
    source = forms.CharField(label="依据", max_length=200, help_text="到账凭证或文件的名称、文号")

    def entry(self) -> FundEntry:
        """What was typed, as the service takes it."""
        said = self.cleaned_data
        return FundEntry(TakingFund(said["due"], said["paid"]), said["as_of"], said["source"])
