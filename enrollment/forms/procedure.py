"""Rules of procedure as the bureau states them."""

from django import forms

from enrollment.forms.decisions import DayInput
from enrollment.models import ProcedureRules
from enrollment.services.procedure import Stated
from pension.forms.wording import ClerkForm
from pension.vocabulary.workdays import DayKind

UNKNOWN = "文件没有规定或者原文不在手边的，留空；用到时按名称拒绝"
LONGEST = 366


class ProcedureForm(ClerkForm):
    """The document and what it says; what is not known stays empty."""

    document = forms.CharField(
        label="依据文件", max_length=160, help_text="文号和标题，如“昆政办〔2020〕3号”"
    )
    valid_from = forms.DateField(label="施行日期", widget=DayInput)
    notice_days = forms.IntegerField(
        label="公示天数", min_value=1, max_value=LONGEST, required=False, help_text=UNKNOWN
    )
    notice_day_kind = forms.ChoiceField(
        label="公示日期算法", choices=[("", "未录入"), *DayKind.choices()], required=False
    )
    step_days = forms.IntegerField(
        label="每步办理期限（工作日）", min_value=1, max_value=LONGEST, required=False
    )
    remedy_days = forms.IntegerField(
        label="申请复核期限（天）", min_value=1, max_value=LONGEST, required=False
    )
    departments = forms.CharField(
        label="联审部门",
        required=False,
        max_length=600,
        help_text="一行一个，按盖章的次序",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def stated(self) -> Stated:
        """What was typed, as the service takes it."""
        said = dict(self.cleaned_data)
        said["departments"] = tuple(said["departments"].splitlines())
        return Stated(**said)


def initial_of(rules: ProcedureRules) -> dict[str, object]:
    """Rules as the fields of the form."""
    values = {name: getattr(rules, name) for name in ProcedureForm.base_fields}
    return values | {"departments": "\n".join(rules.departments)}
