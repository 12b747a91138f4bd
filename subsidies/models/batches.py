"""Transfer batches: rows frozen and hashed at lock, the bank's answers, what is paid again."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from pension.models import (
    DeskHolding,
    Officer,
    Region,
    ScopedQuerySet,
    StepEvent,
    Stepped,
    within,
)
from pension.vocabulary.masking import mask_account, mask_identity
from pension.vocabulary.posts import OfficeKind
from subsidies.models.banks import BankFormat
from subsidies.models.calculations import Entitlement
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.workflow.states import LIVE_ROWS, BatchState, RowState


class BatchQuerySet(ScopedQuerySet["TransferBatch"]):
    """The bureau sees its district's batches, a street or community those with its own people."""

    region_path = "region__code"

    def visible_to(self, officer: Officer) -> BatchQuerySet:
        """Batches in the officer's district, or with rows in the officer's region."""
        if officer.office is None:
            return self.none()
        if officer.office.kind == OfficeKind.BUREAU:
            return super().visible_to(officer)
        if officer.office.kind not in (OfficeKind.STREET, OfficeKind.COMMUNITY):
            return self.none()
        own = BatchRow.objects.filter(
            batch=OuterRef("pk"), **within("region__code", officer.office.region.code)
        ).exclude(state=RowState.DROPPED)
        return self.filter(Exists(own))


class TransferBatch(Stepped):
    """One payment roster or account-import file on its way."""

    number = models.CharField("批次号", max_length=32, unique=True)
    title = models.CharField("名称", max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="batches")
    channel = models.CharField("渠道", max_length=20, choices=Channel.choices())
    kind = models.CharField("类别", max_length=16, choices=Kind.choices(), blank=True)
    year = models.PositiveSmallIntegerField("年度")
    bank_format = models.ForeignKey(
        BankFormat, on_delete=models.PROTECT, null=True, related_name="batches"
    )
    fiscal_bearer = models.CharField("财政承担方", max_length=60, blank=True)
    rows_hash = models.CharField("名册校验值", max_length=64, blank=True)
    locked_count = models.PositiveIntegerField("锁定行数", null=True, blank=True)
    locked_fen = models.BigIntegerField("核定金额", null=True, blank=True)
    export_name = models.CharField("名册文件", max_length=160, blank=True)
    receipt_number = models.CharField("回单号", max_length=40, blank=True)
    created_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("编制时间")

    objects = BatchQuerySet.as_manager()

    class Meta:
        """From the lock on a batch carries count, sum and hash of what was frozen."""

        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BatchState]),
                name="batch_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "verifying", "verified", "cancelled"), rows_hash="")
                | ~Q(state__in=("draft", "verifying", "verified", "cancelled"))
                & ~Q(rows_hash="")
                & Q(locked_count__isnull=False, locked_fen__isnull=False),
                name="batch_locked_is_hashed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("exported", "returned", "reconciled", "closed"))
                | ~Q(export_name=""),
                name="batch_exported_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("returned", "reconciled", "closed"))
                | ~Q(receipt_number=""),
                name="batch_returned_has_receipt",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in words."""
        return BatchState(self.state).label


class BatchEvent(StepEvent):
    """A step taken on a batch."""

    record = models.ForeignKey(TransferBatch, on_delete=models.PROTECT, related_name="events")

    class Meta(StepEvent.Meta):
        """In the order of time."""

        abstract = False


class BatchDesk(DeskHolding):
    """The one desk of an officer on a batch."""

    record = models.ForeignKey(TransferBatch, on_delete=models.PROTECT, related_name="desks")

    class Meta:
        """The database refuses a second desk."""

        constraints = (
            models.UniqueConstraint(
                fields=("record", "officer"), name="batch_one_desk_per_officer"
            ),
        )


class BatchRowQuerySet(ScopedQuerySet["BatchRow"]):
    """Rows of the people that the office sees."""

    region_path = "region__code"

    def visible_to(self, officer: Officer) -> BatchRowQuerySet:
        """Only the bureau, streets and communities see payment rows."""
        if officer.office is None or officer.office.kind not in (
            OfficeKind.BUREAU,
            OfficeKind.STREET,
            OfficeKind.COMMUNITY,
        ):
            return self.none()
        return super().visible_to(officer)


class BatchRow(models.Model):
    """One payment: a copy of who, where and how much, frozen at the lock."""

    batch = models.ForeignKey(TransferBatch, on_delete=models.PROTECT, related_name="rows")
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField("行号")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")  # the community
    name = models.CharField("姓名", max_length=60)
    identity_number = models.CharField("身份证号", max_length=18)
    bank = models.CharField("开户银行", max_length=60, blank=True)
    account_holder = models.CharField("户名", max_length=60, blank=True)
    account_number = models.CharField("账号", max_length=32, blank=True)
    amount_fen = models.BigIntegerField("金额")
    row_hash = models.CharField("行校验值", max_length=64, blank=True)
    state = models.CharField("状态", max_length=10, choices=RowState.choices())
    outcome_code = models.CharField("银行返回", max_length=60, blank=True)
    outcome_note = models.CharField("说明与办法", max_length=200, blank=True)
    answered_at = models.DateTimeField("结果时间", null=True, blank=True)
    reissue_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reissue"
    )

    objects = BatchRowQuerySet.as_manager()

    class Meta:
        """One live row per entitlement; a failed row is paid again at most once."""

        ordering = ("batch_id", "position")
        indexes = (models.Index(fields=("batch", "state"), name="batch_row_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("entitlement",),
                condition=Q(state__in=LIVE_ROWS),
                name="batch_row_one_live",
            ),
            models.UniqueConstraint(fields=("batch", "position"), name="batch_row_position_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="batch_row_amount_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=("paid", "failed", "returned"))
                | Q(answered_at__isnull=False),
                name="batch_row_answer_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("failed", "returned", "held")) | ~Q(outcome_note=""),
                name="batch_row_setback_has_note",
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch} 第{self.position}行"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return RowState(self.state).label

    @property
    def masked_identity(self) -> str:
        """The identity number for lists and prints."""
        return mask_identity(self.identity_number)

    @property
    def masked_account(self) -> str:
        """The account number for lists and prints."""
        return mask_account(self.account_number)


class CommunityVerification(models.Model):
    """A community's word that the people of its rows are right (000 §7: 社区办核实信息).

    A community that doesn't log in signs a paper, which the bureau enters with its scan.
    """

    batch = models.ForeignKey(TransferBatch, on_delete=models.PROTECT, related_name="verifications")
    round = models.PositiveSmallIntegerField("轮次")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    row_count = models.PositiveIntegerField("行数")
    on_paper = models.BooleanField("代录自纸质", default=False)
    signed_by = models.CharField("纸质签字人", max_length=40, blank=True)
    signed_on = models.DateField("纸质签字日期", null=True, blank=True)
    scan = models.FileField("扫描件", upload_to="verifications/%Y/%m/", blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """A community verifies a batch once a round; on paper with its scan and signature."""

        constraints = (
            models.UniqueConstraint(
                fields=("batch", "round", "region"), name="verification_once_per_round"
            ),
            models.CheckConstraint(
                condition=Q(on_paper=False)
                | ~Q(scan="") & ~Q(signed_by="") & Q(signed_on__isnull=False),
                name="verification_on_paper_has_scan",
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch} {self.region}"
