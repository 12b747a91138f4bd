"""Dated rules of procedure of a district: who must confirm, how long a notice hangs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from enrollment.workflow.states import RulesState
from pension.models import Officer, Region, ScopedQuerySet
from pension.vocabulary.workdays import DayKind


class ProcedureRulesQuerySet(ScopedQuerySet["ProcedureRules"]):
    """Rules of the districts that the office works for."""

    region_path = "district__code"


class ProcedureRules(models.Model):
    """The parameters of the chain that a district set from a day on, with their document.

    An empty value is not known: the step that needs it refuses by its name. Rules are drafted by
    one officer and put in force by another; those in force are never changed. Those that came with
    the installation name no officer.
    """

    district = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="procedures")
    document = models.CharField("依据文件", max_length=160)
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("废止日期", null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField("公示天数", null=True, blank=True)
    notice_day_kind = models.CharField(
        "公示日期算法", max_length=10, choices=DayKind.choices(), blank=True
    )
    step_days = models.PositiveSmallIntegerField("每步办理期限（工作日）", null=True, blank=True)
    remedy_days = models.PositiveSmallIntegerField("申请复核期限（天）", null=True, blank=True)
    departments = models.JSONField("联审部门", default=list)
    state = models.CharField("状态", max_length=10, choices=RulesState.choices())
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField("拟定时间", null=True, blank=True)
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("生效时间", null=True, blank=True)

    objects = ProcedureRulesQuerySet.as_manager()

    class Meta:
        """One set in force per district from each day, approved by somebody else."""

        ordering = ("district_id", "valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("district", "valid_from"),
                condition=Q(state="in_force"),
                name="procedure_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="procedure_valid_forwards",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True, state__in=("in_force", "retired"))
                | Q(proposed_by__isnull=False, state__in=("draft", "retired"))
                | Q(
                    proposed_by__isnull=False,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                )
                & ~Q(approved_by=F("proposed_by")),
                name="procedure_approved_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.district} {self.valid_from}"
