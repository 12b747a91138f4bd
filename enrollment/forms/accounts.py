"""A new account of a person, and why a change is not let through."""

from django import forms

from enrollment.forms.account_numbers import AccountNumberField
from enrollment.rules.categories import HolderRelation
from enrollment.services.accounts import NewAccount
from pension.forms.wording import ClerkForm
from pension.vocabulary.text import tidy


class AccountForm(ClerkForm):
    """The account and the reason of the change."""

    bank = forms.CharField(label="开户银行", max_length=60)
    holder = forms.CharField(label="户名", max_length=60)
    number = AccountNumberField(label="账号")
    reason = forms.CharField(
        label="变更原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    relation = forms.ChoiceField(
        label="户名与本人的关系",
        choices=[("", "户名是本人"), *HolderRelation.choices()],
        required=False,
    )
    holder_note = forms.CharField(
        label="户名说明",
        max_length=200,
        required=False,
        help_text="户名不是本人的，写明缘由和证明；确认账户的第二人即同意代领",
    )

    def wanted(self) -> NewAccount:
        """What was typed, as the service takes it."""
        said = self.cleaned_data
        return NewAccount(
            bank=tidy(said["bank"]),
            holder=tidy(said["holder"]),
            number=said["number"],
            reason=said["reason"].strip(),
            relation=said["relation"],
            holder_note=said["holder_note"].strip(),
        )


class RejectForm(ClerkForm):
    """Why a change is not let through."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
