"""Lists given out as workbooks, exactly as the page showed them."""

from collections.abc import Iterator
from tempfile import TemporaryFile

from django.core.files import File
from django.http import QueryDict
from django.utils import timezone

from enrollment.filters.cases import CaseFilter
from enrollment.queries.cases import case_rows, with_relations
from enrollment.tables.cases import BOOK_COLUMNS, book_row
from enrollment.workflow.desks import READING_POSTS
from pension.services import audit
from pension.services.jobs import JobContext, declare, handles
from pension.workbooks import write

EXPORT_JOB = declare("export_cases", posts=READING_POSTS)
CHUNK = 500


@handles(EXPORT_JOB)
def export_cases(context: JobContext) -> str:
    """Write the cases that the owner's filters show, numbers masked; one entry in the trail."""
    officer, today = context.job.owner, timezone.localdate(context.clock())
    query = context.params["query"]
    keys = list(_filter(context, query).qs.order_by("pk").values_list("pk", flat=True))
    lines = [f"身份确认名单　{today:%Y-%m-%d}　{officer.office}　身份证号部分隐藏"]
    with TemporaryFile() as file:
        tally = write(file, "身份确认", BOOK_COLUMNS, _rows(context, keys), lines=lines)
        file.seek(0)
        context.give_out(f"身份确认名单{today:%Y%m%d}.xlsx", File(file))
    deed = audit.Deed(
        "导出身份确认名单", "job", context.job.pk, {"query": query, "rows": tally.rows}
    )
    audit.record(deed, by=officer, at=context.clock())
    return f"已导出 {tally.rows} 行"


def _filter(context: JobContext, query: str) -> CaseFilter:
    today = timezone.localdate(context.clock())
    return CaseFilter(QueryDict(query), officer=context.job.owner, today=today)


def _rows(context: JobContext, keys: list[int]) -> Iterator[dict[str, object]]:
    today = timezone.localdate(context.clock())
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        cases = with_relations(_filter(context, "").qs).filter(pk__in=part).order_by("pk")
        yield from map(book_row, case_rows(list(cases), today))
        context.progress(start + len(part), len(keys))
