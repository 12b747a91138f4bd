"""The form for what papers print of an office."""

from django import forms

from pension.forms.telephones import PhoneField
from pension.forms.wording import ClerkForm
from pension.services.offices import Contacts
from pension.vocabulary.text import tidy


class ContactsForm(ClerkForm):
    """Where and when citizens reach an office; what stays empty is a line for the pen on paper."""

    address = forms.CharField(
        label="地址", max_length=60, required=False, help_text="写到门牌号，群众能照着找到"
    )
    phone = PhoneField(label="电话", help_text="座机请带区号，如 0871-00000000")
    hours = forms.CharField(
        label="办公时间",
        max_length=60,
        required=False,
        help_text="如：工作日 9:00—12:00，13:30—17:30",
    )

    def contacts(self) -> Contacts:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return Contacts(tidy(typed["address"]), typed["phone"], typed["hours"].strip())
