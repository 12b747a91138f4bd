"""Signed rosters: which groups still have people without a signature, who stands on which."""

from django.db.models import Count, QuerySet

from enrollment.models import Case, SignedRoster
from enrollment.models.cases import CaseQuerySet
from enrollment.workflow.states import CaseState
from pension.models import Officer, Region


def unsigned(officer: Officer) -> CaseQuerySet:
    """The cases that wait for the community and stand on no signed roster."""
    cases = Case.objects.visible_to(officer)
    return cases.filter(state=CaseState.ENTERED, signed_roster__isnull=True)


def unsigned_groups(officer: Officer) -> list[tuple[Region, int]]:
    """The groups of such cases with how many they are."""
    counts = dict(unsigned(officer).order_by().values_list("region").annotate(count=Count("pk")))
    groups = Region.objects.visible_to(officer).filter(pk__in=counts).select_related("parent")
    return [(group, counts[group.pk]) for group in groups.order_by("code")]


def rosters(officer: Officer) -> QuerySet[SignedRoster]:
    """The signed rosters of the officer's region, newest first, with ``people`` on each."""
    found = SignedRoster.objects.visible_to(officer).select_related("group__parent", "entered_by")
    return found.annotate(people=Count("cases")).order_by("-signed_on", "-pk")
