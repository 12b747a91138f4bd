"""Regions with the statistics bureau's codes, each valid for a time; the working calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pension.models.scope import ScopedQuerySet
from pension.vocabulary.labels import Labelled


class RegionLevel(Labelled):
    """区县 → 街道/乡镇 → 社区/村 → 村民小组."""

    DISTRICT = "district", "区县"
    STREET = "street", "街道（乡镇）"
    COMMUNITY = "community", "社区（村）"
    GROUP = "group", "村民小组"


class RegionQuerySet(ScopedQuerySet["Region"]):
    """Regions, seen from an office: its own and those below it."""

    region_path = "code"


class Region(models.Model):
    """A region under one name and code for a time; a renamed region is a new row."""

    code = models.CharField("区划代码", max_length=16, db_index=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=12, choices=RegionLevel.choices())
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)
    # Who pays is not the same as where the region is: some streets are run by a development zone.
    fiscal_bearer = models.CharField("财政承担方", max_length=60, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        """One row per code and day of entry into force."""

        ordering = ("code", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="region_code_once_a_day"),
            models.UniqueConstraint(
                fields=("code",), condition=Q(valid_to__isnull=True), name="region_one_current"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="region_valid_forwards",
            ),
        )

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend that is worked."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班")
    note = models.CharField("说明", max_length=40, blank=True)

    class Meta:
        """In the order of days."""

        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_working else '放假'}"
