"""Enrollment in a scheme, and contributions year by year with their proof."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from enrollment.models.people import Person
from enrollment.rules.categories import Drawing, Scheme
from pension.models import Officer


class SchemeEnrollment(models.Model):
    """The scheme that a person is in from a day on; a change is a new row."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrollments")
    scheme = models.CharField("参保制度", max_length=12, choices=Scheme.choices())
    drawing = models.CharField(
        "领取待遇", max_length=10, choices=Drawing.choices(), default=Drawing.NONE
    )
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True, blank=True)
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        """One scheme at a time."""

        ordering = ("person_id", "valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(valid_to__isnull=True), name="scheme_one_current"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="scheme_valid_forwards",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {Scheme(self.scheme).label}"


class SchemeChange(models.Model):
    """Another scheme for a person who is or was in one: it counts once a second officer agrees."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="scheme_changes")
    scheme = models.CharField("参保制度", max_length=12, choices=Scheme.choices())
    from_day = models.DateField("起始日期")
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)
    rejection = models.CharField("不予变更的理由", max_length=200, blank=True)

    class Meta:
        """One waiting change per person; nobody decides what they entered."""

        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(decided_at__isnull=True), name="change_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, rejection="")
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("entered_by")),
                name="change_decided_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {Scheme(self.scheme).label}"


class Contribution(models.Model):
    """A year whose contribution is fulfilled, with the paper that proves it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contributions")
    year = models.PositiveSmallIntegerField("缴费年度")
    scheme = models.CharField("参保制度", max_length=12, choices=Scheme.choices())
    proof = models.CharField("缴费凭证", max_length=200)
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("录入时间")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        """A year counts once for a person, in whatever scheme."""

        ordering = ("person_id", "year")
        indexes = (
            # Few are void, and every payment asks for them.
            models.Index(
                fields=("person", "year"),
                condition=Q(voided_at__isnull=False),
                name="contribution_void",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("person", "year"),
                condition=Q(voided_at__isnull=True),
                name="contribution_year_once",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="contribution_year_plausible"
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="contribution_void_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.year}年"
