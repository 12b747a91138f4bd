"""Amounts in doubt: not paid until the bureau has ruled whether they are, or are cancelled."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pension.models import Officer, ScopedQuerySet
from pension.vocabulary.posts import OfficeKind
from subsidies.models.calculations import Entitlement
from subsidies.workflow.states import Ruling


class DisputeQuerySet(ScopedQuerySet["Dispute"]):
    """Doubts about amounts of the people that the bureau works for."""

    region_path = "entitlement__person__region__code"

    def visible_to(self, officer: Officer) -> DisputeQuerySet:
        """Only the bureau rules, and reads what is to be ruled."""
        if officer.office is None or officer.office.kind != OfficeKind.BUREAU:
            return self.none()
        return super().visible_to(officer)

    def open(self) -> DisputeQuerySet:
        """Those that nobody has ruled on."""
        return self.filter(ruled_at__isnull=True)


class Dispute(models.Model):
    """A doubt that a calculation raised about an amount that it may not touch itself."""

    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="disputes")
    reason = models.CharField("存疑原因", max_length=200)
    raised_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField("提出时间")
    ruling = models.CharField("处理", max_length=8, choices=Ruling.choices(), blank=True)
    note = models.CharField("处理理由", max_length=200, blank=True)
    document = models.CharField("依据文件", max_length=120, blank=True)
    ruled_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        """One open doubt per amount; ruled whole, by another, and cancelled with a document."""

        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("entitlement",),
                condition=Q(ruled_at__isnull=True),
                name="dispute_one_open",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="dispute_has_reason"),
            models.CheckConstraint(
                condition=Q(ruling="", ruled_by__isnull=True, ruled_at__isnull=True)
                | Q(ruling__in=[ruling.value for ruling in Ruling])
                & Q(ruled_by__isnull=False, ruled_at__isnull=False)
                & ~Q(note=""),
                name="dispute_ruled_whole",
            ),
            models.CheckConstraint(
                condition=~Q(ruling="cancel") | ~Q(document=""),
                name="dispute_cancel_has_document",
            ),
            models.CheckConstraint(
                condition=Q(ruling__in=("", "lifted")) | ~Q(ruled_by=F("raised_by")),
                name="dispute_ruled_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entitlement} {self.reason}"
