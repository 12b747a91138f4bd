"""Every form of the product refuses in the clerk's words."""

import importlib
import pkgutil
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.utils import pretty_name

import enrollment.forms
import pension.forms
import performance.forms
import subsidies.forms
from pension.forms.wording import OPTIONAL, STALE, ClerkForm, ClerkWords, word

PACKAGES = (pension.forms, enrollment.forms, subsidies.forms, performance.forms)
FORMS = [
    value
    for package in PACKAGES
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    for value in vars(importlib.import_module(module.name)).values()
    if isinstance(value, type) and issubclass(value, forms.Form) and value.__module__ == module.name
]
ODD_VALUES: tuple[object, ...] = (None, "", "无" * 5000, "-1", "9" * 40, "0.123456789", "甲")


def _fields() -> Iterator[object]:
    for form in FORMS:
        for name, field in form.base_fields.items():
            yield pytest.param(name, field, id=f"{form.__module__}.{form.__name__}.{name}")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_every_form_words_its_fields(form: type[forms.BaseForm]) -> None:
    assert issubclass(form, ClerkWords)


@pytest.mark.parametrize(("name", "field"), list(_fields()))
@pytest.mark.django_db
def test_whatever_is_typed_the_answer_is_not_djangos(name: str, field: forms.Field) -> None:
    usual, asked = deepcopy(field), deepcopy(field)
    label = str(field.label or pretty_name(name))
    word(asked, label)

    for value in _values(field):
        generic, worded = _refusals(usual, value), _refusals(asked, value)

        assert len(generic) == len(worded)
        for sentence in worded:
            assert sentence == STALE or _names(sentence, label) or _written_here(sentence, generic)
            assert not sentence.isascii()


def test_a_required_field_is_asked_for_by_its_name() -> None:
    class Form(ClerkForm):
        phone = forms.CharField(label="联系电话")
        scan = forms.FileField(label="扫描件")
        kind = forms.ChoiceField(label="类别", choices=[("a", "甲")])
        key = forms.CharField(widget=forms.HiddenInput)

    assert Form({}).errors == {
        "phone": ["请填写“联系电话”"],
        "scan": ["请选择“扫描件”的文件"],
        "kind": ["请选择“类别”"],
        "key": [STALE],
    }


def test_a_sentence_that_a_form_wrote_is_kept() -> None:
    class Form(ClerkForm):
        day = forms.DateField(label="期限", error_messages={"required": "请填写补正期限"})

    assert Form({}).errors["day"] == ["请填写补正期限"]
    assert Form({"day": "明天"}).errors["day"] == ["“期限”不是日期，请按“2022-10-31”的样式填写"]


def test_limits_are_told_with_their_figures() -> None:
    class Form(ClerkForm):
        note = forms.CharField(label="说明（可不填）", max_length=3, required=False)
        people = forms.IntegerField(label="家庭人口", min_value=1)
        area = forms.DecimalField(label="面积（亩）", max_digits=8, decimal_places=2)

    assert Form({"note": "一二三四", "people": "0", "area": "1.234"}).errors == {
        "note": ["“说明”最多 3 个字，现有 4 个字，请删减"],
        "people": ["“家庭人口”不能小于 1，请核对"],
        "area": ["“面积（亩）”最多保留 2 位小数，请核对"],
    }


def _values(field: forms.Field) -> tuple[object, ...]:
    if isinstance(field, forms.FileField):
        return (None, SimpleUploadedFile("空.pdf", b""), "不是文件")
    return ODD_VALUES


def _refusals(field: forms.Field, value: object) -> list[str]:
    try:
        field.clean(value)
    except ValidationError as refusal:
        return refusal.messages
    return []


def _names(sentence: str, label: str) -> bool:
    return OPTIONAL.sub("", label) in sentence


def _written_here(sentence: str, generic: list[str]) -> bool:
    """Whether the field itself, or a rule of ours, has written the sentence."""
    usual = ("这个字段", "该字段", "请确保", "选择一个有效", "请输入", "不是一个")
    return sentence in generic and not any(word in sentence for word in usual)
