"""Bank account numbers as they are typed: cards print them in groups, with spaces between."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

DIGITS = RegexValidator(r"^[0-9]{8,32}$", "账号应为 8 至 32 位数字，请对照银行卡重新填写")
LONGEST_TYPED = 60


class AccountNumberField(forms.CharField):
    """An account number; spaces are left out, anything else but digits is refused."""

    def __init__(self, **options: Any) -> None:
        """Leave room for the spaces."""
        super().__init__(max_length=LONGEST_TYPED, validators=[DIGITS], **options)

    def to_python(self, value: object) -> str:
        """The digits without spaces between them."""
        return "".join((super().to_python(value) or "").split())
