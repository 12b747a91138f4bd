"""One published figure typed in by hand."""

from collections.abc import Iterable
from typing import Any, Self

from django import forms

from pension.forms.wording import ClerkForm
from pension.vocabulary import money
from pension.vocabulary.money import yuan
from subsidies.models import FundEntry
from subsidies.services.funds import FundFigure
from subsidies.workflow.states import FundKind

PAYMENT_METHODS = ("", "财政直接支付", "财政授权支付")


class FundFigureForm(ClerkForm):
    """The fields of a figure; amounts in yuan as they stand in the paper."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label="类别", choices=FundKind.choices())
    account = forms.CharField(
        label="资金来源", max_length=60, help_text="如一般公共预算、政府性基金、财政专户、自筹"
    )
    amount = forms.CharField(label="金额（元）", max_length=30)
    payment_method = forms.ChoiceField(
        label="支付方式",
        choices=[(method, method or "不填") for method in PAYMENT_METHODS],
        required=False,
    )
    as_of = forms.DateField(
        label="截止日期",
        help_text="这个数统计到哪一天",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    source = forms.CharField(label="出处", max_length=200, help_text="公布这个数的文件和文号")

    def clean_amount(self) -> int:
        """The amount in whole fen."""
        try:
            return money.parse_yuan(self.cleaned_data["amount"])
        except ValueError as reason:
            raise forms.ValidationError(str(reason)) from reason

    def figure(self) -> FundFigure:
        """The figure that was typed in."""
        given: dict[str, Any] = dict(self.cleaned_data)
        return FundFigure(kind=FundKind(given.pop("kind")), amount_fen=given.pop("amount"), **given)


class FundVoidForm(ClerkForm):
    """Which figure is taken back, and why; the service says whether it may be."""

    entry = forms.IntegerField(label="作废哪一个数", widget=forms.Select)
    reason = forms.CharField(label="理由", max_length=200)

    @classmethod
    def over(cls, entries: Iterable[FundEntry]) -> Self:
        """The form with the figures that stand to choose from."""
        form = cls()
        form.fields["entry"].widget = forms.Select(
            choices=[
                (entry.pk, f"{FundKind(entry.kind).label} {entry.account} {yuan(entry.amount_fen)}")
                for entry in entries
                if entry.voided_at is None
            ]
        )
        return form
