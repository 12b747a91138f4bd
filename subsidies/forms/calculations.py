"""Forms of calculations: a run over a region, a year of contribution with its proof."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from enrollment.rules.categories import Category, Scheme
from pension.forms.wording import ClerkForm
from pension.models import Officer, Region, RegionLevel

DATE_INPUT = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RunForm(ClerkForm):
    """Whom to work out, on which day; ``token`` makes a second click the same run."""

    region = forms.ModelChoiceField(queryset=Region.objects.none())
    category = forms.ChoiceField(
        choices=[("", "全部类别"), *Category.choices()], required=False, label="人员类别"
    )
    judged_on = forms.DateField(
        label="基准日期", widget=DATE_INPUT, help_text="按这一天有效的规则和当天的事实核算"
    )
    token = forms.CharField(max_length=36, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, officer: Officer, today: date) -> None:
        """Offer the district and the streets and communities that ``officer`` sees."""
        super().__init__(data, initial={"judged_on": today, "token": uuid.uuid4().hex})
        levels = (RegionLevel.DISTRICT, RegionLevel.STREET, RegionLevel.COMMUNITY)
        regions = Region.objects.visible_to(officer).filter(level__in=levels)
        self.fields["region"] = forms.ModelChoiceField(
            queryset=regions.filter(valid_to__isnull=True).order_by("code"),
            label="范围",
            empty_label=None,
        )

    def wanted(self) -> dict[str, Any]:
        """What is asked for, as the service takes it."""
        category = self.cleaned_data["category"]
        return {**self.cleaned_data, "category": Category(category) if category else None}


class ProofForm(ClerkForm):
    """One year of contribution with the paper that proves it."""

    year = forms.IntegerField(label="缴费年度", min_value=1990, max_value=2100)
    scheme = forms.ChoiceField(
        label="参保制度",
        choices=[(word.value, word.label) for word in (Scheme.RESIDENT, Scheme.EMPLOYEE)],
    )
    proof = forms.CharField(
        label="缴费凭证", max_length=200, help_text="凭证名称和编号，如“税收完税证明 第…号”"
    )


class VoidForm(ClerkForm):
    """Why a year of contribution is taken back."""

    reason = forms.CharField(label="作废理由", max_length=200)
