"""Public notices with their masked lists, and objections."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from enrollment.models.cases import Case
from pension.models import Officer, Region, ScopedQuerySet
from pension.vocabulary.labels import Labelled
from pension.vocabulary.workdays import DayKind


class NoticeQuerySet(ScopedQuerySet["PublicNotice"]):
    """Notices, seen from the office of their region."""

    region_path = "region__code"


class PublicNotice(models.Model):
    """A masked list put up in public for a number of days; a round of one community or street."""

    number = models.CharField("编号", max_length=32, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="notices")
    posted_on = models.DateField("张贴日期")
    days = models.PositiveSmallIntegerField("天数")
    day_kind = models.CharField("日期算法", max_length=10, choices=DayKind.choices())
    ends_on = models.DateField("期满日期")
    basis = models.CharField("依据", max_length=120)
    posted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField("登记时间")
    closed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        """It ends after it begins; closed means by whom."""

        ordering = ("-posted_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("posted_on")), name="notice_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="notice_closed_has_who",
            ),
        )

    def __str__(self) -> str:
        return self.number


class NoticeEntry(models.Model):
    """A case on a notice, in print order; on one running notice at a time."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="entries")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notice_entries")
    position = models.PositiveIntegerField("序号")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        """A case stands on one running notice."""

        ordering = ("notice_id", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_at__isnull=True), name="case_on_one_notice"
            ),
            models.UniqueConstraint(fields=("notice", "position"), name="notice_position_once"),
        )

    def __str__(self) -> str:
        return f"{self.notice} 第{self.position}号"


class ObjectionOutcome(Labelled):
    """How an objection ended."""

    UPHELD = "upheld", "异议成立"
    REJECTED = "rejected", "异议不成立"


class Objection(models.Model):
    """An objection to a case on a notice."""

    entry = models.ForeignKey(NoticeEntry, on_delete=models.PROTECT, related_name="objections")
    received_on = models.DateField("收到日期")
    raised_by = models.CharField("提出人", max_length=60)
    content = models.TextField("内容", max_length=1000)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    outcome = models.CharField(
        "处理结果", max_length=10, choices=ObjectionOutcome.choices(), blank=True
    )
    finding = models.TextField("调查情况", max_length=1000, blank=True)
    resolved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        """Resolved means an outcome, a finding and who."""

        ordering = ("received_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="", resolved_at__isnull=True, resolved_by__isnull=True)
                | ~Q(outcome="")
                & ~Q(finding="")
                & Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="objection_resolved_is_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry} 异议"
