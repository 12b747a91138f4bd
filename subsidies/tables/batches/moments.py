"""Moments as cells show them."""

from datetime import datetime

from django.utils import timezone


def short_moment(at: datetime | None) -> str:
    """Month, day and time in local time; empty for none."""
    return timezone.localtime(at).strftime("%m-%d %H:%M") if at else ""


def full_moment(at: datetime | None) -> str:
    """Day and time in local time with the year; empty for none."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
