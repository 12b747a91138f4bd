"""The letter of a recovery as PDF, and the list of recoveries as a workbook."""

from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile

from django.core.files import File
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils import timezone

from enrollment.queries import procedure
from pension.documents.pdf import Paper, render
from pension.services import audit
from pension.services.jobs import JobContext, declare, handles
from pension.vocabulary.errors import CaseError
from pension.workbooks import write
from subsidies.filters.recoveries import RecoveryFilter
from subsidies.queries.recoveries import listed
from subsidies.rules.vocabulary import RecoveryWay
from subsidies.services.recoveries.letters import RECOVERY_LETTER
from subsidies.tables.recoveries.lists import RECOVERY_BOOK, recovery_values
from subsidies.workflow.readers import MONEY_POSTS

RECOVERIES_JOB = declare("export_recoveries", posts=MONEY_POSTS)
CHUNK = 500
SUMS = ("amount", "received", "outstanding", "overdue")


@handles(RECOVERY_LETTER)
def recovery_letter(context: JobContext) -> str:
    """Set the 追回通知书: what, why with its working, how much, how, until when, which remedy."""
    owner = context.job.owner
    recovery = listed(owner).get(pk=context.params["recovery"])
    if recovery.decided_on is None:
        raise CaseError("决定已撤回，没有可以打印的通知书")
    district = procedure.district_of(recovery.person.region)
    rules = procedure.find(district, recovery.decided_on)
    said = {
        "recovery": recovery,
        "items": list(recovery.items.select_related("entitlement")),
        "instalments": list(recovery.instalments.all()),
        "is_set_off": recovery.way == RecoveryWay.SET_OFF,
        "remedy_days": rules.remedy_days if rules else None,
        "office": owner.office,
    }
    pdf = render("pdf/recovery_letter.html", said, paper=Paper.OFFICIAL)
    context.give_out(f"追回通知书{recovery.number}.pdf", ContentFile(pdf))
    return "通知书已排好，可以打印盖章"


@handles(RECOVERIES_JOB)
def export_recoveries(context: JobContext) -> str:
    """Write the recoveries that the owner's filters show; one entry in the trail."""
    officer, today = context.job.owner, timezone.localdate(context.clock())
    line = f"追回　{today:%Y-%m-%d}　{officer.office}　身份证号部分隐藏"
    with TemporaryFile() as file:
        rows = _rows(context)
        tally = write(file, "追回", RECOVERY_BOOK, rows, lines=[line], totals=SUMS)
        file.seek(0)
        context.give_out(f"追回{today:%Y%m%d}.xlsx", File(file))
    detail = {"query": context.params["query"], "rows": tally.rows}
    audit.record(
        audit.Deed("导出追回", "job", context.job.pk, detail), by=officer, at=context.clock()
    )
    return f"已导出 {tally.rows:,} 行"


def _rows(context: JobContext) -> Iterator[Mapping[str, object]]:
    """The rows in the order of the page, some hundreds at a time."""
    officer, today = context.job.owner, timezone.localdate(context.clock())
    query = QueryDict(context.params["query"])
    chosen = RecoveryFilter(query, officer=officer, today=today).qs
    keys = list(chosen.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        part = listed(officer).filter(pk__in=keys[start : start + CHUNK]).order_by("pk")
        for row in part:
            yield recovery_values(row, today)
        context.progress(min(start + CHUNK, len(keys)), len(keys))
