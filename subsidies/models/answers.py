"""What banks answer: the files that were taken in, and payments that they report late."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pension.models import Officer, Upload
from subsidies.models.batches import BatchRow, TransferBatch


class BankReturn(models.Model):
    """An answer of the bank that was taken in; the same receipt counts once."""

    batch = models.ForeignKey(TransferBatch, on_delete=models.PROTECT, related_name="returns")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+")
    receipt_number = models.CharField("回单号", max_length=40)
    paid_count = models.PositiveIntegerField("成功行数")
    failed_count = models.PositiveIntegerField("失败行数")
    returned_count = models.PositiveIntegerField("退回行数")
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """A receipt is taken in once."""

        constraints = (
            models.UniqueConstraint(fields=("batch", "receipt_number"), name="bank_receipt_once"),
        )

    def __str__(self) -> str:
        return self.receipt_number


class LateSuccess(models.Model):
    """A row that the bank reported failed and then paid after all, with the bank's paper."""

    row = models.OneToOneField(BatchRow, on_delete=models.PROTECT, related_name="late_success")
    failed_with = models.CharField("原银行返回", max_length=60, blank=True)
    document_number = models.CharField("银行凭证号", max_length=40)
    scan = models.FileField("扫描件", upload_to="bank-papers/%Y/%m/", blank=True)
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """The bank's document is named."""

        constraints = (
            models.CheckConstraint(
                condition=~Q(document_number=""), name="late_success_has_document"
            ),
        )

    def __str__(self) -> str:
        return f"{self.row} {self.document_number}"
