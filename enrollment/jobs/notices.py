"""Papers of the chain for walls, departments and people: notices, reviews, opinions, rights."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from enrollment.models import Case, JointReview, OpinionSheet, PublicNotice
from enrollment.queries import notices, opinion_sheets, reviews
from enrollment.queries.places import full_name
from enrollment.services import papers
from enrollment.tables import printed
from pension.documents.listings import Listing
from pension.documents.long import render_list, render_sheets
from pension.documents.looks import Paper
from pension.services.jobs import JobContext, handles
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk


@handles(papers.NOTICE)
def notice_paper(context: JobContext) -> str:
    """Set the masked list of a public notice."""
    visible = PublicNotice.objects.visible_to(context.job.owner)
    notice = visible.select_related("posted_by__office", "region__parent__parent").get(
        pk=context.params["notice"]
    )
    cases = [entry.case for entry in notices.entries_of(notice)]
    table = printed.printed(cases, printed.NOTICE_COLUMNS)
    said = {"notice": notice, "place": full_name(notice.region)}
    return _list(context, "notice.html", f"公示名单{notice.number}.pdf", said, table, Paper.FORM)


@handles(papers.SHEET)
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
    said = {"sheet": sheet, "desk": desk, "place": full_name(sheet.region)}
    name = f"部门意见表{sheet.number}.pdf"
    return _list(context, "paper_form.html", name, said, table, Paper.FORM_LANDSCAPE)


@handles(papers.REVIEW)
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
    }
    name = f"联审名单{review.number}.pdf"
    return _list(context, "review_list.html", name, said, table, Paper.FORM_LANDSCAPE)


@handles(papers.RIGHTS)
def rights_paper(context: JobContext) -> str:
    """Set the letters that tell original enrollees their rights."""
    visible = Case.objects.visible_to(context.job.owner)
    found = visible.filter(pk__in=context.params["cases"]).order_by("region__code", "pk")
    cases = list(found.select_related("person", "region__parent__parent"))
    if not cases:
        raise CaseError("这些人员已不在您单位的辖区内，没有可打印的告知书")
    letters = [{"case": case, "place": full_name(case.region)} for case in cases]
    day = timezone.localdate(context.clock())
    said = {**_common(context), "day": day, "desk": context.job.owner.office}
    pdf = render_sheets("pdf/rights.html", said, letters, progress=context.progress)
    return _given(context, f"权益告知书{day:%Y%m%d}.pdf", pdf, len(letters))


def _list(
    context: JobContext,
    template: str,
    name: str,
    said: Mapping[str, Any],
    table: Listing,
    paper: Paper,
) -> str:
    """Set a list of people, of whatever length."""
    people = len(table.rows)
    words = {**_common(context), **said, "people": people}
    pdf = render_list(f"pdf/{template}", words, table, paper=paper, progress=context.progress)
    return _given(context, name, pdf, people)


def _common(context: JobContext) -> dict[str, Any]:
    """What stands on every paper."""
    owner = context.job.owner
    return {
        "office": owner.office.name if owner.office else "",
        "printed_by": owner.name,
        "printed_at": context.clock(),
    }


def _given(context: JobContext, name: str, pdf: bytes, people: int) -> str:
    """Give the paper out, and say of how many people it speaks."""
    context.give_out(name, ContentFile(pdf))
    return f"已生成，{people} 人，可以下载打印"
