"""Which of the cases that wait to be worked out a list shows: as a run can be asked for."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict

from enrollment.rules.categories import Category
from pension.models import Officer, within
from subsidies.filters.calculations import ANY
from subsidies.filters.places import offer_places
from subsidies.queries.uncalculated import uncalculated


class UncalculatedFilter(filters.FilterSet):
    """By place and category, the two that a run knows."""

    place = filters.ChoiceFilter(label="街道、社区", method="at_place", empty_label=ANY)
    category = filters.ChoiceFilter(label="人员类别", choices=Category.choices(), empty_label=ANY)

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        """Start at what ``officer`` may see."""
        super().__init__(data, queryset=uncalculated(officer))
        offer_places(self, officer)

    def at_place(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Cases of a street or community."""
        return rows.filter(**within("region__code", value))
