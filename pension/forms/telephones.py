"""The field for a telephone number."""

from typing import Any

from django import forms

from pension.vocabulary import telephones


class PhoneField(forms.CharField):
    """A telephone number that may be left empty, by the rule that all forms and rosters follow."""

    def __init__(self, **kwargs: Any) -> None:
        """Twenty characters hold every number."""
        super().__init__(max_length=20, required=False, **kwargs)

    def clean(self, value: object) -> str:
        """The number without spaces."""
        try:
            return telephones.parse(super().clean(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
