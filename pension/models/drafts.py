"""What an officer typed and had not sent when the session ended."""

from __future__ import annotations

from django.db import models

from pension.models.officers import Officer


class Draft(models.Model):
    """The fields of one form of one officer, kept until sent or thrown away."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="drafts")
    key = models.CharField("表单", max_length=120)
    fields = models.JSONField("内容", default=dict)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        """One draft per officer and form."""

        constraints = (models.UniqueConstraint(fields=("officer", "key"), name="draft_once"),)

    def __str__(self) -> str:
        return self.key
