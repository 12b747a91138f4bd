"""Land that was taken: approvals, agreements with village groups, signed rosters."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pension.models import Officer, Region, ScopedQuerySet


class RequisitionApproval(models.Model):
    """征地批文: the government's approval of a taking."""

    number = models.CharField("文号", max_length=80, unique=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)

    def __str__(self) -> str:
        return self.number


class AgreementQuerySet(ScopedQuerySet["RequisitionAgreement"]):
    """Agreements, seen from the office of the group's region."""

    region_path = "group__code"


class RequisitionAgreement(models.Model):
    """征地协议: signed with the village group, not with a person (001 五)."""

    name = models.CharField("协议", max_length=120)
    group = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="agreements")
    approvals = models.ManyToManyField(RequisitionApproval, related_name="agreements", blank=True)
    signed_on = models.DateField("签订日期", null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        """A group signs an agreement of one name once."""

        constraints = (
            models.UniqueConstraint(fields=("group", "name"), name="agreement_once_per_group"),
        )

    def __str__(self) -> str:
        return self.name


class TakingPayment(models.Model):
    """How the social-security fund of a taking stood on a day (先保后征); the latest holds.

    An entry is never changed: a new one follows it, so that every figure keeps who entered it.
    """

    agreement = models.ForeignKey(
        RequisitionAgreement, on_delete=models.PROTECT, related_name="payments"
    )
    due_fen = models.BigIntegerField("应缴社会保障费（分）")
    paid_fen = models.BigIntegerField("已到账（分）")
    as_of = models.DateField("截止日期")
    source = models.CharField("依据", max_length=200)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        """The latest entry first; nothing paid beyond what is due."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(due_fen__gt=0, paid_fen__gte=0, paid_fen__lte=F("due_fen")),
                name="taking_paid_within_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement} {self.as_of}"


class SignedRosterQuerySet(ScopedQuerySet["SignedRoster"]):
    """Signed rosters, seen from the office of the group's region."""

    region_path = "group__code"


class SignedRoster(models.Model):
    """村民小组签字的花名册: the village group vouches for the people on its list."""

    group = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="signed_rosters")
    signed_on = models.DateField("签字日期")
    scan = models.FileField("扫描件", upload_to="rosters/%Y/%m/", blank=True)
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间")

    objects = SignedRosterQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.group} {self.signed_on}"
