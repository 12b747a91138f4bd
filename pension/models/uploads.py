"""Staged imports: a workbook as uploaded, its rows as checked, until they are committed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pension.models.jobs import Job
from pension.models.officers import Officer
from pension.models.offices import Office
from pension.vocabulary.labels import Labelled


class UploadState(Labelled):
    """Where a staged import is."""

    CHECKING = "checking", "校验中"
    UNREADABLE = "unreadable", "无法读取"
    CHECKED = "checked", "待确认入库"
    COMMITTING = "committing", "入库中"
    COMMITTED = "committed", "已入库"
    DISCARDED = "discarded", "已放弃"


class RowState(Labelled):
    """What became of one row."""

    GOOD = "good", "可提交"
    BAD = "bad", "有错误"
    COMMITTED = "committed", "已入库"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads; an officer sees those of the own office."""

    def visible_to(self, officer: Officer) -> UploadQuerySet:
        """The uploads of ``officer``'s own office."""
        return self.filter(office_id=officer.office_id) if officer.office_id else self.none()


class Upload(models.Model):
    """One uploaded workbook; ``kind`` names the import that reads it."""

    kind = models.CharField("类别", max_length=40, db_index=True)
    name = models.CharField("文件名", max_length=200)
    file = models.FileField("文件", upload_to="uploads/%Y/%m/")
    sha256 = models.CharField("校验值", max_length=64)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="uploads")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="uploads")
    context = models.JSONField("附加信息", default=dict)
    state = models.CharField(
        "状态", max_length=12, choices=UploadState.choices(), default=UploadState.CHECKING
    )
    problems = models.JSONField("整份文件的问题", default=list)
    layout = models.JSONField("表头行与各列位置", default=dict)
    good_count = models.PositiveIntegerField("可提交行数", default=0)
    bad_count = models.PositiveIntegerField("错误行数", default=0)
    repair_count = models.PositiveIntegerField("自动更正处数", default=0)
    hint_count = models.PositiveIntegerField("请核对处数", default=0)
    check_job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    commit_job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    returned_file = models.FileField("带错误说明的文件", upload_to="uploads/%Y/%m/", blank=True)
    uploaded_at = models.DateTimeField("上传时间")
    committed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    committed_at = models.DateTimeField("入库时间", null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        """The same file is staged once at a time per office and kind."""

        ordering = ("-uploaded_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("office", "kind", "sha256"),
                condition=~Q(state__in=("discarded", "unreadable")),
                name="upload_same_file_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="committed")
                | Q(committed_at__isnull=False, committed_by__isnull=False),
                name="upload_committed_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return self.name


class UploadRow(models.Model):
    """One row of a staged workbook: what was read, what was put right, what is wrong."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行号")
    values = models.JSONField("内容", default=dict)
    repairs = models.JSONField("自动更正", default=list)
    faults = models.JSONField("错误", default=list)
    hints = models.JSONField("请核对", default=list)
    state = models.CharField("状态", max_length=12, choices=RowState.choices())
    committed_as = models.CharField("入库编号", max_length=40, blank=True)

    class Meta:
        """In the order of the sheet; a good row has no faults."""

        ordering = ("upload_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("upload", "number"), name="upload_row_once"),
        )

    def __str__(self) -> str:
        return f"第{self.number}行"
