"""The form of a ruling."""

from django import forms

from pension.forms.wording import ClerkForm
from subsidies.rules.vocabulary import Ruling


class RulingForm(ClerkForm):
    """What is ruled of a sum that a calculation contradicts, and why."""

    ruling = forms.TypedChoiceField(
        label="裁定",
        choices=[
            (Ruling.UPHOLD, "维持：按原核定发放"),
            (Ruling.CANCEL, "取消：不再发放"),
        ],
        coerce=Ruling,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="裁定理由",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明依据的规定和事实",
    )
