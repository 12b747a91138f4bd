"""Sums due that a later calculation contradicts: what was found, what is ruled, who confirmed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pension.models import DeskHolding, Officer, ScopedQuerySet, StepEvent, Stepped
from subsidies.models.calculations import MONEY_OFFICES, Calculation, Entitlement
from subsidies.rules.vocabulary import Ruling
from subsidies.workflow.states import OPEN_DISPUTES, DisputeState

UNRULED = ("open", "resolved")
CONFIRMED = ("upheld", "cancelled")


class DisputeQuerySet(ScopedQuerySet["Dispute"]):
    """Disputes about the people that the office sees; departments without money see none."""

    region_path = "entitlement__person__region__code"

    def visible_to(self, officer: Officer) -> DisputeQuerySet:
        """Only the bureau, streets and communities see what is due."""
        if officer.office is None or officer.office.kind not in MONEY_OFFICES:
            return self.none()
        return super().visible_to(officer)


class Dispute(Stepped):
    """One sum due that a calculation contradicts; while it is open the sum isn't paid.

    ``found_fen`` is what the later ``calculation`` finds for the same right, 0 for nothing, and
    ``found`` the decision that says so; there is none where the case itself ended. The first
    working is the entitlement's.
    """

    number = models.CharField("裁定编号", max_length=32, unique=True)
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="disputes")
    calculation = models.ForeignKey(
        Calculation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    found_fen = models.BigIntegerField("重新核算金额")
    found = models.JSONField("重新核算的结果", default=dict)
    sentence = models.CharField("矛盾", max_length=200)
    ruling = models.CharField("裁定", max_length=10, choices=Ruling.choices(), blank=True)
    ruling_reason = models.CharField("裁定理由", max_length=400, blank=True)
    ruled_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("转入时间")

    objects = DisputeQuerySet.as_manager()

    class Meta:
        """A sum has one open dispute; a ruling has its reason and is confirmed by another."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DisputeState]),
                name="dispute_state_known",
            ),
            models.UniqueConstraint(
                fields=("entitlement",),
                condition=Q(state__in=OPEN_DISPUTES),
                name="dispute_one_open",
            ),
            models.CheckConstraint(
                condition=Q(found_fen__gte=0), name="dispute_found_never_negative"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNRULED)
                | ~Q(ruling="") & ~Q(ruling_reason="") & Q(ruled_by__isnull=False),
                name="dispute_ruled_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CONFIRMED)
                | Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("ruled_by")),
                name="dispute_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="upheld", ruling="cancel")
                & ~Q(state="cancelled", ruling="uphold"),
                name="dispute_ends_as_ruled",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in words."""
        return DisputeState(self.state).label


class DisputeEvent(StepEvent):
    """A step taken on a dispute."""

    record = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="events")

    class Meta(StepEvent.Meta):
        """In the order of time."""

        abstract = False


class DisputeDesk(DeskHolding):
    """The one desk of an officer on a dispute."""

    record = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="desks")

    class Meta:
        """The database refuses a second desk."""

        constraints = (
            models.UniqueConstraint(
                fields=("record", "officer"), name="dispute_one_desk_per_officer"
            ),
        )
