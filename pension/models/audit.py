"""The audit trail: append-only entries, each carrying the hash of the one before.

One chain per office and day, so that page views don't queue behind one row; a new day's chain
begins with the sealed hash of the office's last one.
"""

from __future__ import annotations

from django.db import models

from pension.models.officers import Officer
from pension.models.offices import Office
from pension.models.scope import ScopedQuerySet


class AuditChain(models.Model):
    """The entries of one office on one day: where they start, where they end."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="chains")
    office_key = models.PositiveBigIntegerField("机构键")  # 0 where no office: NULL is never unique
    day = models.DateField("日期")
    first_hash = models.CharField("起始校验值", max_length=64)
    head_hash = models.CharField("末条校验值", max_length=64)
    length = models.PositiveIntegerField("条数", default=0)
    sealed_at = models.DateTimeField("封存时间", null=True, blank=True)

    class Meta:
        """One chain per office and day."""

        ordering = ("office_key", "day")
        constraints = (
            models.UniqueConstraint(fields=("office_key", "day"), name="audit_chain_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.office or '系统'} {self.day}"


class AuditEntryQuerySet(ScopedQuerySet["AuditEntry"]):
    """Entries of the offices in the region of one's own."""

    region_path = "chain__office__region__code"


class AuditEntry(models.Model):
    """One thing that an officer did or opened."""

    chain = models.ForeignKey(AuditChain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("链内序号")
    at = models.DateTimeField("时间", db_index=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField("动作", max_length=60, db_index=True)
    subject_type = models.CharField("对象类别", max_length=40)
    subject_id = models.CharField("对象编号", max_length=40)
    detail = models.JSONField("内容", default=dict)
    previous_hash = models.CharField("上条校验值", max_length=64)
    hash = models.CharField("校验值", max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        """In the order of the chain."""

        ordering = ("chain_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("chain", "number"), name="audit_number_once"),
        )
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="audit_subject"),)

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action}"
