"""Sets an issued self-evaluation as PDF and as Word, from figures and text frozen with it."""

from django.core.files.base import ContentFile

from pension.documents.pdf import Paper as Look
from pension.documents.pdf import render
from pension.services.jobs import JobContext, handles
from performance.models import PaperIssue
from performance.rules.figures import thaw
from performance.services.papers import SELF_EVALUATION
from performance.tables import report, word


@handles(SELF_EVALUATION)
def set_self_evaluation(context: JobContext) -> str:
    """Set the paper of the issue that this job was asked for with; the same text each time."""
    context.progress(0, 2)
    issue = PaperIssue.objects.select_related("paper").get(job=context.job)
    figures = thaw(issue.figures)
    drawn = report.context(issue.text, figures, issue.taken_at)
    drawn |= {"office": issue.text["unit"], "number": issue.number}
    pdf = render("pdf/self_evaluation.html", drawn, paper=Look.OFFICIAL)
    context.progress(1, 2)
    name = f"{figures.year}年度自评报告第{issue.number}稿"
    context.give_out(f"{name}.pdf", ContentFile(pdf), personal=False)
    context.give_out(f"{name}.docx", ContentFile(word.write(drawn)), personal=False)
    return f"第{issue.number}稿已生成，可以下载 PDF 和 Word"
