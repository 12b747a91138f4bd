"""Which cases the merge desk's list shows: by what they wait for, street, community, name."""

import django_filters as filters
from django.forms import HiddenInput
from django.http import QueryDict

from enrollment.models import Case
from enrollment.models.cases import CaseQuerySet
from enrollment.queries.merging import MergeStage, at_merge_desk, at_stage
from pension.filters import Choice
from pension.models import Officer, Region, RegionLevel, within


class MergeFilter(filters.FilterSet):
    """By stage, street, community, and the beginning of the name."""

    stage = Choice(
        label="待办",
        method="waits_for",
        choices=MergeStage.choices(),
        widget=HiddenInput,  # the tabs choose it
    )
    street = Choice(label="街道", method="in_region")
    community = Choice(label="社区", method="in_region")
    name = filters.CharFilter(label="姓名", field_name="person__name", lookup_expr="startswith")

    class Meta:
        """The table of cases."""

        model = Case
        fields = ("stage", "street", "community", "name")

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        """Start at the cases that wait at the officer's merge desk."""
        super().__init__(data, queryset=at_merge_desk(officer))
        street = data.get("street", "")
        self.form.fields["street"].choices = _places(officer, RegionLevel.STREET)
        self.form.fields["community"].choices = [
            (code, name)
            for code, name in _places(officer, RegionLevel.COMMUNITY)
            if street and code.startswith(street)
        ]
        if not street:
            del self.form.fields["community"]

    def waits_for(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Cases that wait for one thing."""
        return at_stage(cases, MergeStage(value))

    def in_region(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Cases of a street or a community."""
        return cases.filter(**within("region__code", value))


def _places(officer: Officer, level: RegionLevel) -> list[tuple[str, str]]:
    found = Region.objects.visible_to(officer).filter(level=level, valid_to__isnull=True)
    return list(found.order_by("code").values_list("code", "name"))
