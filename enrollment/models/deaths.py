"""Deaths of people: noted with their proof, in force from the day a second officer confirms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from enrollment.models.people import Person
from pension.models import Officer


class DeathNote(models.Model):
    """That a person died, and by which paper; ended when it was not confirmed or taken back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deaths")
    died_on = models.DateField("死亡日期")
    proof = models.CharField("证明", max_length=200)
    scan = models.FileField("扫描件", upload_to="deaths/%Y/%m/", blank=True)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间")
    confirmed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_at = models.DateTimeField("撤销时间", null=True, blank=True)
    reason = models.CharField("撤销理由", max_length=200, blank=True)

    class Meta:
        """One live note per person; nobody confirms what they entered."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(ended_at__isnull=True), name="death_one_live"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("entered_by")),
                name="death_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(reason=""), name="death_ended_has_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.died_on}"
