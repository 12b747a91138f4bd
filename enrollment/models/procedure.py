"""Dated rules of procedure of a district: who must confirm, how long a notice hangs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pension.models import Region
from pension.vocabulary.workdays import DayKind


class ProcedureRules(models.Model):
    """The parameters of the chain that a district set from a day on, with their document.

    An empty value is not known: the step that needs it refuses by its name.
    """

    district = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="procedures")
    document = models.CharField("依据文件", max_length=160)
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("废止日期", null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField("公示天数", null=True, blank=True)
    notice_day_kind = models.CharField("公示日期算法", max_length=10, choices=DayKind.choices())
    step_days = models.PositiveSmallIntegerField("每步办理期限（工作日）", null=True, blank=True)
    remedy_days = models.PositiveSmallIntegerField("申请复核期限（天）", null=True, blank=True)
    departments = models.JSONField("联审部门", default=list)

    class Meta:
        """One set in force per district from each day."""

        ordering = ("district_id", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("district", "valid_from"), name="procedure_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="procedure_valid_forwards",
            ),
        )

    def __str__(self) -> str:
        return f"{self.district} {self.valid_from}"
