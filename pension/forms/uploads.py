"""The form that hands a workbook in."""

from django import forms

from pension.forms.wording import ClerkForm

ACCEPTED = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(ClerkForm):
    """One file; whether it is a workbook at all is said by the check, in words."""

    file = forms.FileField(
        label="文件",
        help_text="Excel 工作簿（*.xlsx）。可以把文件拖到这里。",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "请选择要上传的文件",
            "empty": "这是空文件，请重新选择",
            "missing": "请选择要上传的文件",
        },
    )
