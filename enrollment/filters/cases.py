"""Which cases a list shows: by desk, state, place, category, due day."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import django_filters as filters
from django.db.models import Q
from django.forms import HiddenInput
from django.http import QueryDict

from enrollment.models import Case
from enrollment.models.cases import CaseQuerySet
from enrollment.queries.queues import waiting
from enrollment.rules.categories import Category
from enrollment.workflow.desks import QUEUES, queues_of
from enrollment.workflow.states import OPEN_STATES, CaseState
from pension.filters import Choice
from pension.models import Officer, Region, RegionLevel, within

MINE = "mine"
YES = [("1", "是")]


class CaseFilter(filters.FilterSet):
    """By my desks, state, street, community, category, overdue, supplementary list."""

    desk = Choice(label="席位", method="at_desk", widget=HiddenInput)
    state = Choice(label="状态", choices=CaseState.choices())
    street = Choice(label="街道", method="in_region")
    community = Choice(label="社区", method="in_region")
    category = Choice(label="类别", choices=Category.choices())
    overdue = Choice(
        label="逾期",
        method="past_due",
        choices=[("1", "已逾期"), ("0", "今天到期")],
    )
    returned = Choice(label="退回件", method="came_back", choices=YES)
    is_supplementary = Choice(label="补录", choices=YES)

    class Meta:
        """The table of cases."""

        model = Case
        fields = (
            "desk",
            "state",
            "street",
            "community",
            "category",
            "overdue",
            "returned",
            "is_supplementary",
        )

    def __init__(self, data: QueryDict, *, officer: Officer, today: date) -> None:
        """Start at what ``officer`` may see, on ``today``."""
        super().__init__(data, queryset=Case.objects.visible_to(officer))
        self.officer = officer
        self.today = today
        self._offer("desk", _desks(officer))
        streets = _regions(officer, RegionLevel.STREET)
        self._offer("street", streets)
        chosen = data.get("street") or (streets[0][0] if len(streets) == 1 else "")
        self._offer("community", _communities(officer, chosen, is_narrow=not streets))

    def at_desk(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Cases that wait at one of the officer's desks, or at any of them."""
        if value == MINE:
            lists = [waiting(self.officer, queue) for queue in queues_of(self.officer.posts)]
            return cases & reduce(or_, lists) if lists else cases.none()
        return cases & waiting(self.officer, QUEUES[value])

    def in_region(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Cases of a street or a community."""
        return cases.filter(**within("region__code", value))

    def past_due(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Open cases whose due day is over, or is today."""
        is_past = Q(due_date__lt=self.today) if value == "1" else Q(due_date=self.today)
        return cases.filter(is_past, state__in=OPEN_STATES)

    def came_back(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Cases that were sent back at least once."""
        return cases.filter(round__gt=1)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Offer what there is to choose; a filter without a choice is left out."""
        if len(choices) > 1 or name == "desk" and choices:
            self.form.fields[name].choices = choices
        else:
            del self.form.fields[name]


def _desks(officer: Officer) -> list[tuple[str, str]]:
    own: list[tuple[str, Any]] = [(q.name, q.label) for q in queues_of(officer.posts)]
    return [*([(MINE, "全部待我办理")] if len(own) > 1 else []), *own]


def _regions(officer: Officer, level: RegionLevel) -> list[tuple[str, str]]:
    found = Region.objects.visible_to(officer).filter(level=level, valid_to__isnull=True)
    return list(found.order_by("code").values_list("code", "name"))


def _communities(officer: Officer, street: str, *, is_narrow: bool) -> list[tuple[str, str]]:
    """The communities of the chosen street; of the district only once a street is chosen."""
    if not street and not is_narrow:
        return []
    return [
        (code, name)
        for code, name in _regions(officer, RegionLevel.COMMUNITY)
        if code.startswith(street)
    ]
