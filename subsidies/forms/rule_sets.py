"""Forms of rule sets: a new draft, a value with the document that states it."""

from typing import Any

from django import forms

from pension.forms.wording import ClerkForm
from pension.vocabulary.months import Month
from subsidies.forms.calculations import DATE_INPUT
from subsidies.models import PolicyDocument
from subsidies.rules.parameters import Citation
from subsidies.rules.rule_values import RuleText
from subsidies.rules.vocabulary import Grade, ParameterName, Programme

VARIANTS = [
    ("", "不分"),
    *((f"{grade.value}", grade.label) for grade in Grade),
    *((f"{programme.value}", f"{programme.label}（政策依据）") for programme in Programme),
]


class RuleSetForm(ClerkForm):
    """Name, day and document of a new rule set; the values come from the one in force."""

    name = forms.CharField(label="名称", max_length=80)
    valid_from = forms.DateField(label="施行日期", widget=DATE_INPUT)
    document_number = forms.CharField(
        label="依据文号", max_length=80, help_text="如“昆政办〔2020〕3号”"
    )
    document_title = forms.CharField(label="文件标题", max_length=200, required=False)
    copies = forms.BooleanField(
        label="照抄现行规则的参数", required=False, initial=True, help_text="随后逐项改正"
    )


class ValueForm(ClerkForm):
    """One value of a draft, from a month on, with the article that states it."""

    name = forms.ChoiceField(label="参数", choices=ParameterName.choices())
    variant = forms.ChoiceField(
        label="档次或项目",
        choices=VARIANTS,
        required=False,
        help_text="只有月缴费标准和政策依据需要选",
    )
    from_month = forms.CharField(
        label="自（年-月）", max_length=10, required=False, help_text="如2021-01；一直有效的留空"
    )
    value = forms.CharField(
        label="值", max_length=80, help_text="金额填元，比例填0.80；没有限制的填“不限”"
    )
    document_number = forms.CharField(label="依据文号", max_length=80)
    article = forms.CharField(label="条款", max_length=80, required=False)

    def clean_from_month(self) -> Month | None:
        """Read the month, or none."""
        text = self.cleaned_data["from_month"]
        try:
            return Month.parse(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def rule_text(self, document: PolicyDocument) -> RuleText:
        """The value as the rules take it."""
        said: dict[str, Any] = self.cleaned_data
        return RuleText(
            ParameterName(said["name"]),
            said["value"].strip(),
            Citation(str(document), said["article"].strip()),
            said["from_month"],
            said["variant"],
        )
