"""The form for a one-time code."""

from django import forms

from pension.forms.wording import ClerkForm


class CodeForm(ClerkForm):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(
        label="动态口令",
        max_length=40,
        help_text="手机验证器当前显示的六位数字",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )
