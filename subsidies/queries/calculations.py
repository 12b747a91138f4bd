"""Calculations and what is due, as lists, pages and runs ask for them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Sum,
)

from enrollment.queries.insured import CaseGlance, live_case_ids
from pension.models import Officer, within
from subsidies.models import (
    BatchRow,
    Calculation,
    CalculationLine,
    CalculationRun,
    Entitlement,
)
from subsidies.queries.uncalculated import uncalculated_ids
from subsidies.workflow.states import LIVE_ROWS, EntitlementState, Origin

LIVE_ROW = BatchRow.objects.filter(entitlement=OuterRef("pk"), state__in=LIVE_ROWS)


def case_ids_of_run(run: CalculationRun, officer: Officer) -> list[int]:
    """The cases that a run works out: the live ones of its region, and those that died.

    A case that was refused or withdrawn after sums fell due is looked at once more, so that what
    isn't paid yet is taken back. A run of 待核算 works out those alone that waited when it was
    asked for.
    """
    if run.is_of_waiting:
        return uncalculated_ids(officer, run.region.code, run.category, since=run.requested_at)
    live = live_case_ids(officer, run.region.code, run.category)
    left = Calculation.objects.visible_to(officer).filter(
        is_current=True, **within("person__region__code", run.region.code)
    )
    if run.category:
        left = left.filter(case__category=run.category)
    known = set(live)
    dead = [key for key in left.values_list("case_id", flat=True) if key not in known]
    return [*live, *sorted(dead)]


def listed_calculations(officer: Officer) -> QuerySet[Calculation]:
    """The calculations in force that ``officer`` may see, with what a list shows."""
    refusals = CalculationLine.objects.exclude(reason="")
    return (
        Calculation.objects.visible_to(officer)
        .filter(is_current=True)
        .select_related("person__region__parent", "case")
        .prefetch_related(Prefetch("lines", queryset=refusals, to_attr="refusals"))
    )


def listed_entitlements(officer: Officer) -> QuerySet[Entitlement]:
    """The entitlements that ``officer`` may see, each with the number of its live batch."""
    return (
        Entitlement.objects.visible_to(officer)
        .annotate(batch_number=Subquery(LIVE_ROW.values("batch__number")[:1]))
        .select_related("person__region__parent", "calculation__case")
    )


def waiting_entitlements(officer: Officer) -> QuerySet[Entitlement]:
    """What is due and stands in no live batch: 应补未补."""
    due = Entitlement.objects.visible_to(officer).filter(
        state=EntitlementState.DUE, origin=Origin.ENGINE
    )
    return due.exclude(Exists(LIVE_ROW))


def sum_fen(rows: QuerySet[Entitlement]) -> int:
    """The sum of some entitlements, in fen."""
    return rows.order_by().aggregate(total=Sum("amount_fen"))["total"] or 0


def current_of(glance: CaseGlance, officer: Officer) -> Calculation | None:
    """The calculation in force of a case's person, when it was made for this case."""
    return (
        Calculation.objects.visible_to(officer)
        .filter(is_current=True, case_id=glance.case_id)
        .select_related("rule_set__document", "calculated_by")
        .first()
    )


def earlier_of(glance: CaseGlance, officer: Officer) -> list[tuple[str, date, int, int]]:
    """Number, day, sum due and key of the calculations of a case that were superseded."""
    rows = Calculation.objects.visible_to(officer).filter(case_id=glance.case_id, is_current=False)
    return list(rows.order_by("-pk").values_list("number", "judged_on", "due_fen", "pk"))


def runs_of(officer: Officer, limit: int) -> Sequence[CalculationRun]:
    """The latest runs that ``officer`` may see."""
    runs = CalculationRun.objects.visible_to(officer).select_related(
        "region", "requested_by", "job"
    )
    return list(runs[:limit])


def run_of(run_id: int, officer: Officer) -> CalculationRun:
    """One run that ``officer`` may see."""
    runs = CalculationRun.objects.visible_to(officer)
    return runs.select_related("region", "rule_set__district", "job").get(pk=run_id)


def calculation_of(calculation_id: int, officer: Officer) -> Calculation:
    """One calculation that ``officer`` may see, with its person, rules and maker."""
    return (
        Calculation.objects.visible_to(officer)
        .select_related(
            "person__region__parent", "case", "rule_set__document", "calculated_by__office"
        )
        .get(pk=calculation_id)
    )
