"""Which batches, rows of a batch and rows to be paid again a list shows."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import QueryDict

from pension.models import Officer, within
from subsidies.filters.places import place_choices
from subsidies.models import BatchRow, TransferBatch
from subsidies.queries.arrears import arrears
from subsidies.queries.batches.pages import visible_batches, visible_rows
from subsidies.rules.vocabulary import Channel
from subsidies.workflow.states import BatchState, RowState

ANY = "不限"


class BatchFilter(filters.FilterSet):
    """By state, channel, year and a part of number or title."""

    state = filters.ChoiceFilter(label="状态", choices=BatchState.choices(), empty_label=ANY)
    channel = filters.ChoiceFilter(label="渠道", choices=Channel.choices(), empty_label=ANY)
    year = filters.NumberFilter(label="资金年度")
    text = filters.CharFilter(label="批次号或名称", method="with_text")

    class Meta:
        """The table of batches."""

        model = TransferBatch
        fields = ("state", "channel", "year", "text")

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        """Start at what ``officer`` may see."""
        super().__init__(data, queryset=visible_batches(officer))

    def with_text(
        self, rows: QuerySet[TransferBatch], name: str, value: str
    ) -> QuerySet[TransferBatch]:
        """Batches whose number or title contains the text."""
        return rows.filter(Q(number__icontains=value) | Q(title__contains=value))


class RowFilter(filters.FilterSet):
    """By state, community, the bank's words and name; rows taken out are shown when asked for."""

    state = filters.ChoiceFilter(label="状态", choices=RowState.choices(), empty_label="在册")
    community = filters.ChoiceFilter(
        label="社区", field_name="region__code", choices=[], empty_label=ANY
    )
    outcome_code = filters.ChoiceFilter(label="银行返回", choices=[], empty_label=ANY)
    name = filters.CharFilter(label="姓名", lookup_expr="contains")

    class Meta:
        """The table of rows."""

        model = BatchRow
        fields = ("state", "community", "outcome_code", "name")

    def __init__(self, data: QueryDict, *, batch: TransferBatch, officer: Officer) -> None:
        """Start at the rows of a batch that ``officer`` may see."""
        super().__init__(data, queryset=visible_rows(batch, officer))
        places = self.queryset.order_by("region__code").values_list("region__code", "region__name")
        _offer(self, "community", list(places.distinct()))
        words = self.queryset.exclude(outcome_code="").order_by("outcome_code")
        said = words.values_list("outcome_code", flat=True).distinct()
        _offer(self, "outcome_code", [(word, word) for word in said])

    def filter_queryset(self, queryset: QuerySet[BatchRow]) -> QuerySet[BatchRow]:
        """Leave out what was taken out of the batch, unless it is asked for."""
        found = super().filter_queryset(queryset)
        return found if self.data.get("state") else found.exclude(state=RowState.DROPPED)


class ArrearsFilter(filters.FilterSet):
    """By place, state, the bank's words and name."""

    place = filters.ChoiceFilter(label="街道、社区", method="at_place", choices=[], empty_label=ANY)
    state = filters.ChoiceFilter(
        label="原因",
        choices=[
            (state.value, state.label)
            for state in (RowState.FAILED, RowState.RETURNED, RowState.HELD)
        ],
        empty_label=ANY,
    )
    name = filters.CharFilter(label="姓名", lookup_expr="contains")

    class Meta:
        """The table of rows."""

        model = BatchRow
        fields = ("place", "state", "name")

    def __init__(self, data: QueryDict, *, officer: Officer) -> None:
        """Start at what ``officer`` may see."""
        super().__init__(data, queryset=arrears(officer))
        _offer(self, "place", place_choices(officer))

    def at_place(self, rows: QuerySet[BatchRow], name: str, value: str) -> QuerySet[BatchRow]:
        """Rows of the people of a street or community."""
        return rows.filter(**within("region__code", value))


def _offer(filter_set: filters.FilterSet, name: str, choices: list[tuple[str, str]]) -> None:
    """Offer choices; where there is only one the filter is of no use."""
    if len(choices) > 1 or filter_set.data.get(name):
        filter_set.filters[name].extra["choices"] = choices
    else:
        del filter_set.filters[name]
