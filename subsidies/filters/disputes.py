"""Which disputes a list shows."""

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict

from pension.models import Officer, within
from subsidies.filters.places import offer_places
from subsidies.models import Dispute
from subsidies.queries.disputes import OPEN, listed
from subsidies.workflow.states import DisputeState

ANY = "不限"


class DisputeFilter(filters.FilterSet):
    """By place, state and name."""

    place = filters.ChoiceFilter(label="街道、社区", method="at_place", empty_label=ANY)
    state = filters.ChoiceFilter(
        label="状态",
        method="in_state",
        choices=[("unsettled", "未裁定完"), *DisputeState.choices()],
        empty_label=ANY,
    )
    name = filters.CharFilter(
        label="姓名", field_name="entitlement__person__name", lookup_expr="contains"
    )

    class Meta:
        """The table of disputes."""

        model = Dispute
        fields = ("place", "state", "name")

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        """Start at what ``officer`` may see."""
        super().__init__(data, queryset=listed(officer))
        offer_places(self, officer)

    def at_place(self, rows: QuerySet[Dispute], name: str, value: str) -> QuerySet[Dispute]:
        """Disputes about the people of a street or community."""
        return rows.filter(**within("entitlement__person__region__code", value))

    def in_state(self, rows: QuerySet[Dispute], name: str, value: str) -> QuerySet[Dispute]:
        """Disputes in one state, or all that aren't over."""
        return rows.filter(state__in=OPEN if value == "unsettled" else [value])
