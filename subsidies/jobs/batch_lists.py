"""Rows of a batch, and what is to be paid again, as workbooks: exactly what the page showed."""

from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryFile

from django.core.files import File
from django.http import QueryDict
from django.utils import timezone
from django_filters import FilterSet

from pension.services import audit
from pension.services.jobs import JobContext, declare, handles
from pension.workbooks import Column, write
from subsidies.filters.batches import ArrearsFilter, RowFilter
from subsidies.models import TransferBatch
from subsidies.tables.batches.rows import ARREARS_BOOK, ROW_BOOK, row_values
from subsidies.workflow.readers import MONEY_POSTS

ROWS_JOB = declare("export_batch_rows", posts=MONEY_POSTS)
ARREARS_JOB = declare("export_arrears", posts=MONEY_POSTS)
CHUNK = 500


@handles(ROWS_JOB)
def export_batch_rows(context: JobContext) -> str:
    """Write the rows of a batch that the owner's filters show."""
    officer = context.job.owner
    batch = TransferBatch.objects.visible_to(officer).get(pk=context.params["batch_id"])
    query = QueryDict(context.params["query"])
    shown = RowFilter(query, batch=batch, officer=officer)
    return _export(context, shown, f"批次明细 {batch.number}", ROW_BOOK)


@handles(ARREARS_JOB)
def export_arrears(context: JobContext) -> str:
    """Write what is to be paid again as the owner's filters show it."""
    shown = ArrearsFilter(QueryDict(context.params["query"]), officer=context.job.owner)
    return _export(context, shown, "待补发名单", ARREARS_BOOK)


def _export(context: JobContext, shown: FilterSet, title: str, book: Sequence[Column]) -> str:
    """Write the rows with their total, numbers masked; one entry in the trail."""
    officer, today = context.job.owner, timezone.localdate(context.clock())
    line = f"{title}　{today:%Y-%m-%d}　{officer.office}　身份证号、账号部分隐藏"
    with TemporaryFile() as file:
        rows = _rows(context, shown)
        tally = write(file, title, book, rows, lines=[line], totals=("amount",))
        file.seek(0)
        context.give_out(f"{title} {today:%Y%m%d}.xlsx", File(file))
    detail = {"query": context.params["query"], "rows": tally.rows, "fen": tally.total_fen}
    deed = audit.Deed(f"导出{title}"[:60], "job", context.job.pk, detail)
    audit.record(deed, by=officer, at=context.clock())
    return f"已导出 {tally.rows:,} 行"


def _rows(context: JobContext, shown: FilterSet) -> Iterator[Mapping[str, object]]:
    """The rows in the order of the page, some hundreds at a time."""
    found = shown.qs.select_related("batch", "region", "entitlement").order_by("pk")
    total, reached, done = found.count(), 0, 0
    while rows := list(found.filter(pk__gt=reached)[:CHUNK]):
        yield from map(row_values, rows)
        reached, done = rows[-1].pk, done + len(rows)
        context.progress(done, total)
