"""A scheme with the day from which it counts, its paper and the reason."""

from django import forms

from enrollment.forms.decisions import DayInput
from enrollment.rules.categories import Scheme
from enrollment.services.scheme_choices import CHOICES, SchemeChoice
from pension.forms.wording import ClerkForm


class SchemeForm(ClerkForm):
    """What the person is in, from when, shown by what and why it is noted now."""

    scheme = forms.ChoiceField(
        label="参保制度",
        choices=[("", "请选择"), *((scheme.value, scheme.label) for scheme in CHOICES)],
        help_text="终止参保的选“未参保”",
    )
    from_day = forms.DateField(label="起始日期", widget=DayInput())
    document = forms.CharField(
        label="参保凭证", max_length=90, help_text="凭证名称和编号，如“参保登记表 第…号”"
    )
    reason = forms.CharField(
        label="登记理由",
        max_length=100,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如“录入时漏填”“转入职工养老保险”",
    )

    def choice(self) -> SchemeChoice:
        """What was typed, as the service takes it."""
        said = self.cleaned_data
        return SchemeChoice(
            Scheme(said["scheme"]), said["from_day"], said["document"], said["reason"]
        )
