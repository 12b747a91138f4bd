"""What protects accounts: the second factor, earlier passwords, counts of requests."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from pension.models.officers import Officer

TRIES = 5
PAUSE = timedelta(minutes=15)


class SecondFactor(models.Model):
    """The authenticator app of an officer (动态口令)."""

    officer = models.OneToOneField(Officer, on_delete=models.PROTECT, related_name="second_factor")
    key = models.CharField("密钥", max_length=64)  # base 32, as the app takes it
    last_step = models.PositiveBigIntegerField("最近用过的时间步")
    failures = models.PositiveIntegerField("连续输错次数", default=0)
    failed_at = models.DateTimeField("最近输错时间", null=True, blank=True)
    enrolled_at = models.DateTimeField("绑定时间")

    def __str__(self) -> str:
        return f"{self.officer} 动态口令"

    def is_paused(self, at: datetime) -> bool:
        """Whether too many wrong codes came in a row, the last one a short while ago."""
        return self.failures >= TRIES and self.failed_at is not None and at < self.failed_at + PAUSE


class RecoveryCode(models.Model):
    """A code for the day when the phone is lost; it serves once and is kept as a digest only."""

    factor = models.ForeignKey(
        SecondFactor, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField("摘要", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        """A code is given out once."""

        constraints = (
            models.UniqueConstraint(fields=("factor", "digest"), name="recovery_code_once"),
        )

    def __str__(self) -> str:
        return f"{self.factor} 恢复码"


class OldPassword(models.Model):
    """The hash of a password that was replaced, so that it is not chosen again soon."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="old_passwords")
    password = models.CharField("密码摘要", max_length=128)
    replaced_at = models.DateTimeField("停用时间")

    class Meta:
        """The latest first."""

        ordering = ("-replaced_at", "-pk")

    def __str__(self) -> str:
        return f"{self.officer} {self.replaced_at:%Y-%m-%d}"


class RateWindow(models.Model):
    """How many requests of a kind came from one subject in one minute."""

    name = models.CharField("限制", max_length=20)
    subject = models.CharField("对象", max_length=64)
    minute = models.PositiveBigIntegerField("分钟")
    count = models.PositiveIntegerField("次数", default=0)

    class Meta:
        """One row for a subject and a minute."""

        constraints = (
            models.UniqueConstraint(fields=("name", "subject", "minute"), name="rate_window_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.subject} {self.count}"
