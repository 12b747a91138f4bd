"""Opening balances: what the office gave and paid in Excel, put in force by a second officer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from enrollment.models import Person
from enrollment.rules.categories import Drawing
from pension.models import Officer, ScopedQuerySet, Upload
from subsidies.workflow.states import OpeningState


class OpeningQuerySet(ScopedQuerySet["OpeningRecord"]):
    """Opening records of the people that the office sees."""

    region_path = "person__region__code"


class OpeningRecord(models.Model):
    """The state of a person before this system; an empty amount is unknown, not zero."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="openings")
    subsidy_enjoyed_fen = models.BigIntegerField("已享受政府补贴", null=True, blank=True)
    paid_years = models.JSONField("已补助年度", default=list)
    contribution_years = models.JSONField("缴费年度", default=list)
    contribution_proof = models.CharField("缴费凭证", max_length=200, blank=True)
    drawing = models.CharField("领取待遇", max_length=10, choices=Drawing.choices(), blank=True)
    balance_fen = models.BigIntegerField("原账户余额", null=True, blank=True)
    legacy_start = models.CharField("原办法缴费起始月", max_length=7, blank=True)
    legacy_months = models.PositiveSmallIntegerField("原办法缴费月数", null=True, blank=True)
    legacy_grade = models.CharField("原办法缴费档次", max_length=10, blank=True)
    legacy_given_fen = models.BigIntegerField("原已补助金额", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=OpeningState.choices())
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")
    row_number = models.PositiveIntegerField("行号", null=True, blank=True)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)
    decision_note = models.CharField("复核说明", max_length=200, blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        """One record in force, one waiting; nobody decides what they entered; no negative sum."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(state="in_force"), name="opening_one_in_force"
            ),
            models.UniqueConstraint(
                fields=("person",), condition=Q(state="proposed"), name="opening_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True)
                | ~Q(state="proposed")
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("entered_by")),
                name="opening_decided_by_another",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": 0}),
                    name=f"opening_{column.removesuffix('_fen')}_not_negative",
                )
                for column in ("subsidy_enjoyed_fen", "balance_fen", "legacy_given_fen")
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} 期初"
