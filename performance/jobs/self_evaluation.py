"""Sets an issued self-evaluation as PDF, from the figures and the text frozen with it."""

from django.core.files.base import ContentFile

from pension.documents.pdf import Paper as Look
from pension.documents.pdf import render
from pension.services.jobs import JobContext, handles
from performance.models import PaperIssue
from performance.rules.figures import thaw
from performance.services.papers import SELF_EVALUATION
from performance.tables import report


@handles(SELF_EVALUATION, queue="papers")
def set_self_evaluation(context: JobContext) -> str:
    """Set the paper of the issue that this job was asked for with; the same bytes each time."""
    context.progress(0, 1)
    issue = PaperIssue.objects.select_related("paper").get(job=context.job)
    figures = thaw(issue.figures)
    drawn = report.context(issue.text, figures, issue.taken_at)
    drawn |= {"office": issue.text["unit"], "number": issue.number}
    pdf = render("pdf/self_evaluation.html", drawn, paper=Look.OFFICIAL)
    context.progress(1, 1)
    name = f"{figures.year}年度自评报告第{issue.number}稿.pdf"
    context.give_out(name, ContentFile(pdf), personal=False)
    return f"第{issue.number}稿已生成，可以下载"
