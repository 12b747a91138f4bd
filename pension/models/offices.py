"""Offices and the settings of a district."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pension.models.regions import Region
from pension.models.scope import ScopedQuerySet
from pension.vocabulary.posts import OfficeKind


class OfficeQuerySet(ScopedQuerySet["Office"]):
    """Offices in the region of the officer's own office."""

    region_path = "region__code"

    def lacking_contacts(self) -> OfficeQuerySet:
        """The offices of which papers leave address, telephone or hours to the pen."""
        return self.filter(Q(address="") | Q(phone="") | Q(hours=""))


class Office(models.Model):
    """An office (机构): its kind, the region that it works for, and where citizens find it.

    What papers print of address, telephone and hours may be empty: they leave a line for the pen.
    """

    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("类别", max_length=16, choices=OfficeKind.choices())
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="offices")
    is_active = models.BooleanField("在用", default=True)
    address = models.CharField("地址", max_length=60, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    hours = models.CharField("办公时间", max_length=60, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        """By region."""

        ordering = ("region__code", "kind")

    def __str__(self) -> str:
        return self.name


class DistrictSetting(models.Model):
    """What a district decides once for itself."""

    district = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="setting")
    single_clerk = models.BooleanField("一村一员（录入与社区确认合一）", default=False)
    is_demo = models.BooleanField("演示", default=False)

    def __str__(self) -> str:
        return f"{self.district} 设置"
