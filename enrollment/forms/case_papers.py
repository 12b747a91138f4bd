"""What a paper of a case needs to be told."""

from django import forms

from enrollment.forms.decisions import DayInput
from pension.forms.wording import ClerkForm


class MissingPapersForm(ClerkForm):
    """Until when the applicant is asked to bring what is wanting."""

    until = forms.DateField(
        label="请申请人补齐的期限",
        widget=DayInput(),
        error_messages={"required": "请填写补正期限", "invalid": "补正期限不是有效日期"},
    )
