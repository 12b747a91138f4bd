"""Papers of the chain for walls, departments and people: notices, reviews, opinions, rights."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from enrollment.models import Case, JointReview, OpinionSheet, PublicNotice
from enrollment.queries import notices, opinion_sheets, reviews
from enrollment.queries.places import full_name
from enrollment.services import papers
from enrollment.tables import printed
from pension.documents.pdf import Paper, render
from pension.services.jobs import JobContext, handles
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk


@handles(papers.NOTICE, queue="papers")
def notice_paper(context: JobContext) -> str:
    """Set the masked list of a public notice."""
    visible = PublicNotice.objects.visible_to(context.job.owner)
    notice = visible.select_related("posted_by__office", "region__parent__parent").get(
        pk=context.params["notice"]
    )
    cases = [entry.case for entry in notices.entries_of(notice)]
    table = printed.printed(cases, printed.NOTICE_COLUMNS)
    said = {"notice": notice, "place": full_name(notice.region), "table": table}
    return _give(context, "notice.html", f"公示名单{notice.number}.pdf", said, Paper.FORM)


@handles(papers.SHEET, queue="papers")
def sheet_paper(context: JobContext) -> str:
    """Set the sheet on which a department signs its opinion."""
    owner = context.job.owner
    sheet = (
        OpinionSheet.objects.visible_to(owner)
        .select_related("region__parent__parent")
        .get(pk=context.params["sheet"])
    )
    desk = Desk(sheet.desk)
    cases = opinion_sheets.cases_on(sheet, owner)
    table = printed.printed(cases, printed.DESK_COLUMNS[desk], ["意见", "备注"])
    said = {"sheet": sheet, "desk": desk, "place": full_name(sheet.region), "table": table}
    name = f"部门意见表{sheet.number}.pdf"
    return _give(context, "paper_form.html", name, said, Paper.FORM_LANDSCAPE)


@handles(papers.REVIEW, queue="papers")
def review_paper(context: JobContext) -> str:
    """Set the list of a joint review with room for each department's opinion and stamp."""
    visible = JointReview.objects.visible_to(context.job.owner)
    review = visible.select_related("street__parent").get(pk=context.params["review"])
    departments = reviews.departments_of(review)
    table = printed.review_table(list(reviews.entries_of(review)), departments)
    said = {
        "review": review,
        "place": full_name(review.street),
        "departments": departments,
        "table": table,
    }
    name = f"联审名单{review.number}.pdf"
    return _give(context, "review_list.html", name, said, Paper.FORM_LANDSCAPE)


@handles(papers.RIGHTS, queue="papers")
def rights_paper(context: JobContext) -> str:
    """Set the letters that tell original enrollees their rights."""
    visible = Case.objects.visible_to(context.job.owner)
    found = visible.filter(pk__in=context.params["cases"]).order_by("region__code", "pk")
    cases = list(found.select_related("person", "region__parent__parent"))
    if not cases:
        raise CaseError("这些人员已不在您单位的辖区内，没有可打印的告知书")
    letters = [{"case": case, "place": full_name(case.region)} for case in cases]
    day = timezone.localdate(context.clock())
    said = {"letters": letters, "day": day}
    return _give(context, "rights.html", f"权益告知书{day:%Y%m%d}.pdf", said, Paper.OFFICIAL)


def _give(context: JobContext, template: str, name: str, said: dict[str, Any], paper: Paper) -> str:
    """Set the paper, give it out, and say how long it is."""
    owner = context.job.owner
    common = {
        "office": owner.office.name if owner.office else "",
        "printed_by": owner.name,
        "printed_at": context.clock(),
    }
    context.progress(0, 1)
    pdf = render(f"pdf/{template}", {**common, **said}, paper=paper)
    context.progress(1, 1)
    context.give_out(name, ContentFile(pdf))
    rows: Sequence[object] = said["letters"] if "letters" in said else said["table"].rows
    return f"已生成，{len(rows)} 人，可以下载打印"
