"""The banks that pay rosters out, and the file format of each in its versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class BankFormat(models.Model):
    """The columns and their order that a bank wants in a roster and gives in its answer.

    A version is never changed: other columns make the next one. A batch keeps the version that
    its roster was asked for with, so that the roster stays the same and its answer is read.
    """

    name = models.CharField("银行", max_length=60)
    version = models.PositiveSmallIntegerField("版次", default=1)
    is_current = models.BooleanField("现行", default=True)
    columns = models.JSONField("名册列（键与表头）")
    return_columns = models.JSONField("回盘列（键与表头）")
    success_words = models.JSONField("表示成功的结果", default=list)
    returned_words = models.JSONField("表示退回的结果", default=list)

    class Meta:
        """Versions count up; a bank has one that is current."""

        ordering = ("name", "version")
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="bank_format_version_once"),
            models.UniqueConstraint(
                fields=("name",), condition=Q(is_current=True), name="bank_format_one_current"
            ),
        )

    def __str__(self) -> str:
        return self.name
