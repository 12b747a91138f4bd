"""What a form answers to what it can't read: sentences that name the field and say what to do."""

import re
from collections.abc import Mapping

from django import forms

STALE = "页面内容不完整，请刷新页面后再办"
OPTIONAL = re.compile(r"（可不填[^）]*）$")
NOT_LISTED = "“{label}”中没有所选的这一项，请从列表中重新选择"
SENTENCES: Mapping[str, str] = {
    "missing": "请选择“{label}”的文件",
    "empty": "“{label}”是空文件，请重新选择",
    "invalid_choice": NOT_LISTED,
    "invalid_pk_value": NOT_LISTED,
    "invalid_list": NOT_LISTED,
    "max_length": "“{label}”最多 %(limit_value)d 个字，现有 %(show_value)d 个字，请删减",
    "min_length": "“{label}”至少 %(limit_value)d 个字，现有 %(show_value)d 个字，请补充",
    "max_value": "“{label}”不能大于 %(limit_value)s，请核对",
    "min_value": "“{label}”不能小于 %(limit_value)s，请核对",
    "max_digits": "“{label}”连小数最多 %(max)s 位，请核对",
    "max_decimal_places": "“{label}”最多保留 %(max)s 位小数，请核对",
    "max_whole_digits": "“{label}”的整数部分最多 %(max)s 位，请核对",
    "null_characters_not_allowed": "“{label}”中有不能显示的字符，请删去后重新填写",
}
UNREADABLE: Mapping[type[forms.Field], str] = {
    forms.DateField: "“{label}”不是日期，请按“2022-10-31”的样式填写",
    forms.IntegerField: "“{label}”应为整数，请重新填写",
    forms.DecimalField: "“{label}”应为数字，请重新填写",
    forms.EmailField: "“{label}”不是邮箱地址，请核对",
    forms.FileField: "“{label}”没有收到，请重新选择文件",
}


def word(field: forms.Field, label: str) -> None:
    """Give a field the sentences of its label; those that its form wrote itself are kept."""
    if field.widget.is_hidden:
        sentences = dict.fromkeys([*field.error_messages, *SENTENCES], STALE)
    else:
        name = OPTIONAL.sub("", label)
        sentences = {key: text.format(label=name) for key, text in _sentences(field).items()}
    own = _written_by_the_form(field)
    field.error_messages |= {key: text for key, text in sentences.items() if key not in own}


class ClerkWords(forms.BaseForm):
    """Mixed into a form: every refusal of a field names the field in the clerk's words."""

    def full_clean(self) -> None:
        """Word the fields as they stand now, then read them."""
        for name, field in self.fields.items():
            word(field, str(self[name].label))
        super().full_clean()


class ClerkForm(ClerkWords, forms.Form):
    """The form that all forms of the product begin with."""


def _sentences(field: forms.Field) -> dict[str, str]:
    """What may be wrong with a field of this kind, by Django's codes."""
    found = dict(SENTENCES) | {"required": _asking(field)}
    if isinstance(field, forms.FileField):
        found["max_length"] = "“{label}”的文件名太长，请改短后重新选择"
    for kind, text in UNREADABLE.items():
        if isinstance(field, kind):
            found["invalid"] = text
    return found


def _asking(field: forms.Field) -> str:
    if isinstance(field, forms.FileField):
        return "请选择“{label}”的文件"
    if isinstance(field, forms.BooleanField):
        return "请勾选“{label}”"
    if isinstance(field, forms.ChoiceField):
        return "请选择“{label}”"
    return "请填写“{label}”"


def _written_by_the_form(field: forms.Field) -> set[str]:
    """The codes for which the field carries another sentence than its class."""
    usual: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        usual |= getattr(kind, "default_error_messages", {})
    return {key for key, text in field.error_messages.items() if usual.get(key) != text}
