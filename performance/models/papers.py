"""Papers: paragraphs that officers write, figures frozen at a named moment, files written."""

from __future__ import annotations

from django.db import models

from pension.models import Job, Officer, ScopedQuerySet
from pension.vocabulary.labels import Labelled
from performance.models.projects import Project


class PaperKind(Labelled):
    """The kinds of performance papers."""

    SELF_EVALUATION = "self_evaluation", "项目支出绩效自评报告"


class PaperQuerySet(ScopedQuerySet["Paper"]):
    """Papers of the bureau's own projects."""

    region_path = "project__district__code"

    def visible_to(self, officer: Officer) -> PaperQuerySet:
        """The district's papers, for its bureau."""
        return super().visible_to(officer) if officer.is_bureau else self.none()


class Paper(models.Model):
    """One paper of a project: its narrative is edited, its figures come from the database."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("类别", max_length=20, choices=PaperKind.choices())
    annex_number = models.CharField("附件号", max_length=20, blank=True)
    figures_as_of = models.DateField("数据截止日期")
    shows_guidance = models.BooleanField("印出填写说明", default=False)
    created_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")

    objects = PaperQuerySet.as_manager()

    class Meta:
        """A project has a paper of a kind once."""

        constraints = (
            models.UniqueConstraint(fields=("project", "kind"), name="paper_once_per_project"),
        )

    def __str__(self) -> str:
        return f"{self.project} {PaperKind(self.kind).label}"


class Paragraph(models.Model):
    """A narrative paragraph of a paper under a heading, as last edited."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="paragraphs")
    slot = models.CharField("位置", max_length=40)
    text = models.TextField("内容", max_length=5000, blank=True)
    version = models.PositiveIntegerField("版次", default=1)
    edited_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField("修改时间")

    class Meta:
        """One text per slot."""

        constraints = (
            models.UniqueConstraint(fields=("paper", "slot"), name="paragraph_once_per_slot"),
        )

    def __str__(self) -> str:
        return f"{self.paper} {self.slot}"


class PaperIssue(models.Model):
    """A paper as written out: figures and text frozen, with the job that made the file."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField("稿次")
    figures = models.JSONField("数据")
    text = models.JSONField("文字")
    taken_at = models.DateTimeField("取数时间")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Issues count up."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("paper", "number"), name="issue_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.paper} 第{self.number}稿"
