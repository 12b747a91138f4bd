"""Lists of calculations and entitlements as workbooks, exactly as the page showed them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from django.core.files import File
from django.http import QueryDict
from django.utils import timezone
from django_filters import FilterSet

from pension.services import audit
from pension.services.jobs import JobContext, declare, handles
from pension.workbooks import Column, write
from subsidies.filters.calculations import CalculationFilter, EntitlementFilter
from subsidies.tables.calculations import (
    CALCULATION_BOOK,
    ENTITLEMENT_BOOK,
    calculation_values,
    entitlement_values,
)
from subsidies.workflow.readers import MONEY_POSTS

CHUNK = 500
CALCULATIONS_JOB = declare("export_calculations", posts=MONEY_POSTS)
ENTITLEMENTS_JOB = declare("export_entitlements", posts=MONEY_POSTS)


@dataclass(frozen=True, slots=True)
class _List:
    """A list: its title, columns, filters, the values of a row, and what is summed up."""

    title: str
    columns: Sequence[Column]
    filter_set: Callable[..., FilterSet]
    values: Callable[[Any], Mapping[str, object]]
    totals: Sequence[str]


CALCULATIONS = _List(
    "补助核算", CALCULATION_BOOK, CalculationFilter, calculation_values, ("due", "proposed")
)
ENTITLEMENTS = _List(
    "补助资金", ENTITLEMENT_BOOK, EntitlementFilter, entitlement_values, ("amount",)
)


@handles(CALCULATIONS_JOB)
def export_calculations(context: JobContext) -> str:
    """Write the calculations that the owner's filters show."""
    return _export(context, CALCULATIONS)


@handles(ENTITLEMENTS_JOB)
def export_entitlements(context: JobContext) -> str:
    """Write the entitlements that the owner's filters show."""
    return _export(context, ENTITLEMENTS)


def _export(context: JobContext, shown: _List) -> str:
    """Write a list with its totals, identity numbers masked; one entry in the trail."""
    officer, today = context.job.owner, timezone.localdate(context.clock())
    line = f"{shown.title}　{today:%Y-%m-%d}　{officer.office}　身份证号部分隐藏"
    with TemporaryFile() as file:
        tally = write(
            file,
            shown.title,
            shown.columns,
            map(shown.values, _rows(context, shown)),
            lines=[line],
            totals=shown.totals,
        )
        file.seek(0)
        context.give_out(f"{shown.title}{today:%Y%m%d}.xlsx", File(file))
    detail = {"query": context.params["query"], "rows": tally.rows, "total_fen": tally.total_fen}
    deed = audit.Deed(f"导出{shown.title}", "job", context.job.pk, detail)
    audit.record(deed, by=officer, at=context.clock())
    return f"已导出 {tally.rows:,} 行"


def _rows(context: JobContext, shown: _List) -> Iterator[Any]:
    """The rows in the order of the page, some hundreds at a time."""
    officer = context.job.owner
    chosen = shown.filter_set(QueryDict(context.params["query"]), officer=officer).qs
    keys = list(chosen.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        whole = shown.filter_set(QueryDict(), officer=officer).qs
        yield from whole.filter(pk__in=part).order_by("pk")
        context.progress(start + len(part), len(keys))
