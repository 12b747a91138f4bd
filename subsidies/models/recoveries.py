"""Recoveries of what was overpaid (D15): what they rest on, their plan, what came back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from enrollment.models import Person
from pension.models import DeskHolding, Officer, ScopedQuerySet, StepEvent, Stepped
from subsidies.models.calculations import MONEY_OFFICES, Entitlement
from subsidies.rules.vocabulary import Ground, Kind, RecoveryWay, ReturnChannel
from subsidies.workflow.states import RecoveryState

UNDECIDED = ("draft", "submitted", "checked", "revoked")
PLANNED = ("submitted", "checked", "decided", "collecting", "settled", "waived")


class RecoveryQuerySet(ScopedQuerySet["Recovery"]):
    """Recoveries from the people that the office sees; departments without money see none."""

    region_path = "person__region__code"

    def visible_to(self, officer: Officer) -> RecoveryQuerySet:
        """Only the bureau, streets and communities see what is recovered."""
        if officer.office is None or officer.office.kind not in MONEY_OFFICES:
            return self.none()
        return super().visible_to(officer)


class Recovery(Stepped):
    """One recovery from one person; ``received_fen`` is what receipts and set-offs come to."""

    number = models.CharField("追回编号", max_length=32, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recoveries")
    reason = models.CharField("多付原因", max_length=400)
    document = models.CharField("追回依据", max_length=200)
    addressee = models.CharField("退款人", max_length=60)
    amount_fen = models.BigIntegerField("应追回")
    received_fen = models.BigIntegerField("已追回", default=0)
    way = models.CharField("追回方式", max_length=12, choices=RecoveryWay.choices(), blank=True)
    opinion = models.CharField("陈述申辩", max_length=400, blank=True)
    heard_on = models.DateField("听取意见日期", null=True, blank=True)
    decision_number = models.CharField("决定文号", max_length=60, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    served_on = models.DateField("送达日期", null=True, blank=True)
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("提出时间")

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        """Never more comes back than was overpaid; nothing is decided unheard or without paper."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RecoveryState]),
                name="recovery_state_known",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="recovery_amount_positive"),
            models.CheckConstraint(
                condition=Q(received_fen__gte=0, received_fen__lte=F("amount_fen")),
                name="recovery_received_within_amount",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(received_fen=F("amount_fen")),
                name="recovery_settled_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(received_fen=0),
                name="recovery_revoked_is_empty",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PLANNED) | ~Q(way="") & Q(heard_on__isnull=False),
                name="recovery_planned_and_heard",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED, decision_number="", decided_on__isnull=True)
                | ~Q(state__in=UNDECIDED) & ~Q(decision_number="") & Q(decided_on__isnull=False),
                name="recovery_decided_by_document",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("collecting", "settled")) | Q(served_on__isnull=False),
                name="recovery_collected_after_service",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in words."""
        return RecoveryState(self.state).label

    @property
    def outstanding_fen(self) -> int:
        """What has not come back yet."""
        return self.amount_fen - self.received_fen


class RecoveryEvent(StepEvent):
    """A step taken on a recovery."""

    record = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="events")

    class Meta(StepEvent.Meta):
        """In the order of time."""

        abstract = False


class RecoveryDesk(DeskHolding):
    """The one desk of an officer on a recovery."""

    record = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="desks")

    class Meta:
        """The database refuses a second desk."""

        constraints = (
            models.UniqueConstraint(
                fields=("record", "officer"), name="recovery_one_desk_per_officer"
            ),
        )


class RecoveryItem(models.Model):
    """A payment that was too much: by how much, on which ground, with its working.

    ``is_live`` ends with the recovery; what came back or was waived is taken into account when the
    same payment is found overpaid once more, on another ground or by more.
    """

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="items")
    entitlement = models.ForeignKey(
        Entitlement, on_delete=models.PROTECT, related_name="recovery_items"
    )
    ground = models.CharField("多付情形", max_length=20, choices=Ground.choices())
    amount_fen = models.BigIntegerField("多付金额")
    working = models.JSONField("怎样算")
    is_live = models.BooleanField("有效", default=True)

    class Meta:
        """A payment is claimed back once."""

        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("entitlement",), condition=Q(is_live=True), name="recovery_item_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="recovery_item_amount_positive"
            ),
        )

    def __str__(self) -> str:
        return f"{self.recovery} {self.entitlement}"

    @property
    def label(self) -> str:
        """What the payment was for."""
        return Kind(self.entitlement.kind).of(self.entitlement.year)


class Instalment(models.Model):
    """A part of a recovery with the day until which it is to be returned."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="instalments")
    position = models.PositiveSmallIntegerField("期次")
    due_on = models.DateField("期限")
    amount_fen = models.BigIntegerField("金额")

    class Meta:
        """In the order of time."""

        ordering = ("recovery_id", "position")
        constraints = (
            models.UniqueConstraint(fields=("recovery", "position"), name="instalment_once"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0), name="instalment_amount_positive"
            ),
        )

    def __str__(self) -> str:
        return f"{self.recovery} 第{self.position}期"


class Receipt(models.Model):
    """Money that came back; one noted by mistake is voided with a reason, never deleted."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="receipts")
    received_on = models.DateField("收款日期")
    amount_fen = models.BigIntegerField("金额")
    channel = models.CharField("退款渠道", max_length=12, choices=ReturnChannel.choices())
    voucher_number = models.CharField("凭证号", max_length=60)
    scan = models.FileField("扫描件", upload_to="recovery-receipts/%Y/%m/", blank=True)
    noted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("登记时间")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    void_reason = models.CharField("作废理由", max_length=200, blank=True)

    class Meta:
        """A voucher counts once."""

        ordering = ("recovery_id", "received_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("recovery", "voucher_number"),
                condition=Q(voided_at__isnull=True),
                name="receipt_voucher_once",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="receipt_amount_positive"),
            models.CheckConstraint(condition=~Q(voucher_number=""), name="receipt_has_voucher"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="receipt_void_has_reason",
            ),
        )

    def __str__(self) -> str:
        return self.voucher_number


class SetOff(models.Model):
    """A sum that was due and is kept instead of being paid; it settles the whole entitlement."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="set_offs")
    entitlement = models.OneToOneField(
        Entitlement, on_delete=models.PROTECT, related_name="set_off"
    )
    amount_fen = models.BigIntegerField("金额")
    noted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("抵扣时间")

    class Meta:
        """An entitlement is set off once."""

        ordering = ("recovery_id", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="set_off_amount_positive"),
        )

    def __str__(self) -> str:
        return f"{self.recovery} {self.entitlement}"
