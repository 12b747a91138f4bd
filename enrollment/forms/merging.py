"""What the merge desk enters on its list."""

from collections.abc import Mapping

from django import forms

from enrollment.forms.decisions import DayInput
from enrollment.workflow.states import MergeChoice
from pension.forms.wording import ClerkForm
from pension.vocabulary.keys import parse_key

PREFIX = "choice-"


class TellingForm(ClerkForm):
    """The day on which people were told their rights."""

    told_on = forms.DateField(label="告知日期", widget=DayInput())


def choices_of(data: Mapping[str, str]) -> dict[int, MergeChoice]:
    """The choice of each row of the list, by the key of its case; odd values are left out."""
    known = {choice.value for choice in MergeChoice}
    found: dict[int, MergeChoice] = {}
    for name, value in data.items():
        key = parse_key(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
        if key is not None and value in known:
            found[key] = MergeChoice(value)
    return found
