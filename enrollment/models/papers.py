"""Opinion sheets: lists printed for a department that signs on paper instead of logging in."""

from __future__ import annotations

from django.db import models

from pension.models import Officer, Region, ScopedQuerySet
from pension.vocabulary.posts import Desk


class OpinionSheetQuerySet(ScopedQuerySet["OpinionSheet"]):
    """Sheets, seen from the office of their region."""

    region_path = "region__code"


class OpinionSheet(models.Model):
    """A printed list for one desk; what is entered from it later is entered for its cases alone."""

    number = models.CharField("编号", max_length=32, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="opinion_sheets")
    desk = models.CharField("席位", max_length=20, choices=Desk.choices())
    cases = models.JSONField("名单")  # keys in print order
    printed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField("打印时间")

    objects = OpinionSheetQuerySet.as_manager()

    class Meta:
        """Newest first."""

        ordering = ("-printed_at", "-pk")

    def __str__(self) -> str:
        return self.number
