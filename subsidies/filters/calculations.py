"""Which calculations and entitlements a list shows."""

import django_filters as filters
from django.db.models import Exists, QuerySet
from django.http import QueryDict

from enrollment.rules.categories import Category
from pension.models import Officer, within
from subsidies.filters.places import offer_places
from subsidies.models import Calculation, Entitlement
from subsidies.queries.calculations import (
    LIVE_ROW,
    listed_calculations,
    listed_entitlements,
)
from subsidies.rules.vocabulary import Channel, Kind, Reason
from subsidies.workflow.states import EntitlementState

ANY = "不限"


class CalculationFilter(filters.FilterSet):
    """By place, category, result and reason."""

    place = filters.ChoiceFilter(label="街道、社区", method="at_place", empty_label=ANY)
    category = filters.ChoiceFilter(
        label="人员类别", field_name="case__category", choices=Category.choices(), empty_label=ANY
    )
    result = filters.ChoiceFilter(
        label="结果",
        method="with_result",
        choices=[("due", "有应补"), ("proposed", "拟补助（身份未确认）"), ("nothing", "无补助")],
        empty_label=ANY,
    )
    reason = filters.ChoiceFilter(
        label="不予补助原因", method="for_reason", choices=Reason.choices(), empty_label=ANY
    )
    name = filters.CharFilter(label="姓名", field_name="person__name", lookup_expr="contains")

    class Meta:
        """The table of calculations."""

        model = Calculation
        fields = ("place", "category", "result", "reason", "name")

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        """Start at what ``officer`` may see."""
        super().__init__(data, queryset=listed_calculations(officer))
        offer_places(self, officer)

    def at_place(self, rows: QuerySet[Calculation], name: str, value: str) -> QuerySet[Calculation]:
        """Calculations of the people of a street or community."""
        return rows.filter(**within("person__region__code", value))

    def with_result(
        self, rows: QuerySet[Calculation], name: str, value: str
    ) -> QuerySet[Calculation]:
        """Calculations with a sum due, with a sum proposed, or with neither."""
        if value == "due":
            return rows.filter(due_fen__gt=0)
        if value == "proposed":
            return rows.filter(proposed_fen__gt=0)
        return rows.filter(due_fen=0, proposed_fen=0)

    def for_reason(
        self, rows: QuerySet[Calculation], name: str, value: str
    ) -> QuerySet[Calculation]:
        """Calculations with a line that gives this reason."""
        return rows.filter(lines__reason=value).distinct()


class EntitlementFilter(filters.FilterSet):
    """By place, kind, channel, year, state, and whether it stands in a batch."""

    place = filters.ChoiceFilter(label="街道、社区", method="at_place", empty_label=ANY)
    kind = filters.ChoiceFilter(label="类别", choices=Kind.choices(), empty_label=ANY)
    channel = filters.ChoiceFilter(label="渠道", choices=Channel.choices(), empty_label=ANY)
    year = filters.NumberFilter(label="年度")
    state = filters.ChoiceFilter(label="状态", choices=EntitlementState.choices(), empty_label=ANY)
    batched = filters.ChoiceFilter(
        label="批次",
        method="in_batch",
        choices=[("no", "未列入批次"), ("yes", "已列入批次")],
        empty_label=ANY,
    )
    name = filters.CharFilter(label="姓名", field_name="person__name", lookup_expr="contains")

    class Meta:
        """The table of entitlements."""

        model = Entitlement
        fields = ("place", "kind", "channel", "year", "state", "batched", "name")

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        """Start at what ``officer`` may see."""
        super().__init__(data, queryset=listed_entitlements(officer))
        offer_places(self, officer)

    def at_place(self, rows: QuerySet[Entitlement], name: str, value: str) -> QuerySet[Entitlement]:
        """Entitlements of the people of a street or community."""
        return rows.filter(**within("person__region__code", value))

    def in_batch(self, rows: QuerySet[Entitlement], name: str, value: str) -> QuerySet[Entitlement]:
        """Entitlements that stand in a live batch, or in none."""
        return rows.filter(Exists(LIVE_ROW) if value == "yes" else ~Exists(LIVE_ROW))
