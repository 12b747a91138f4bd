"""Which recoveries a list shows."""

from datetime import date

import django_filters as filters
from django.db.models import QuerySet
from django.http import QueryDict

from pension.models import Officer, within
from subsidies.filters.places import offer_places
from subsidies.models import Recovery
from subsidies.queries.recoveries import OPEN_STATES, listed, overdue
from subsidies.rules.vocabulary import RecoveryWay
from subsidies.workflow.states import RecoveryState

ANY = "不限"


class RecoveryFilter(filters.FilterSet):
    """By place, state, way, whether parts are overdue, and name."""

    place = filters.ChoiceFilter(label="街道、社区", method="at_place", empty_label=ANY)
    state = filters.ChoiceFilter(
        label="状态",
        method="in_state",
        choices=[("open", "未办结"), *RecoveryState.choices()],
        empty_label=ANY,
    )
    way = filters.ChoiceFilter(label="追回方式", choices=RecoveryWay.choices(), empty_label=ANY)
    late = filters.ChoiceFilter(
        label="逾期", method="that_are_late", choices=[("yes", "有逾期未退")], empty_label=ANY
    )
    name = filters.CharFilter(label="姓名", field_name="person__name", lookup_expr="contains")

    class Meta:
        """The table of recoveries."""

        model = Recovery
        fields = ("place", "state", "way", "late", "name")

    def __init__(self, data: QueryDict, *, officer: Officer, today: date) -> None:
        """Start at what ``officer`` may see; ``today`` says what is overdue."""
        super().__init__(data, queryset=listed(officer))
        self._today = today
        offer_places(self, officer)

    def at_place(self, rows: QuerySet[Recovery], name: str, value: str) -> QuerySet[Recovery]:
        """Recoveries from the people of a street or community."""
        return rows.filter(**within("person__region__code", value))

    def in_state(self, rows: QuerySet[Recovery], name: str, value: str) -> QuerySet[Recovery]:
        """Recoveries in one state, or all that aren't over."""
        return rows.filter(state__in=OPEN_STATES if value == "open" else [value])

    def that_are_late(self, rows: QuerySet[Recovery], name: str, value: str) -> QuerySet[Recovery]:
        """Recoveries of which less came back than was due."""
        return overdue(rows, self._today)
