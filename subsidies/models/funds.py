"""Published figures of the fund, imported with their source: never the sum of batches."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pension.models import Officer, Region, ScopedQuerySet, Upload
from subsidies.workflow.states import FundKind


class FundEntryQuerySet(ScopedQuerySet["FundEntry"]):
    """Entries of the districts that the office works for."""

    region_path = "district__code"


class FundEntry(models.Model):
    """One published figure of a year with the document that it stands in."""

    district = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="fund_entries")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=10, choices=FundKind.choices())
    account = models.CharField("资金来源", max_length=60)
    amount_fen = models.BigIntegerField("金额")
    payment_method = models.CharField("支付方式", max_length=40, blank=True)
    source = models.CharField("出处", max_length=200)
    as_of = models.DateField("截止日期")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = FundEntryQuerySet.as_manager()

    class Meta:
        """A figure stands once; it is never negative and never without a source."""

        ordering = ("-year", "kind", "account")
        constraints = (
            models.UniqueConstraint(
                fields=("district", "year", "kind", "account"),
                condition=Q(voided_at__isnull=True),
                name="fund_entry_once",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="fund_entry_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="fund_entry_has_source"),
        )

    def __str__(self) -> str:
        return f"{self.year}年{FundKind(self.kind).label}"
