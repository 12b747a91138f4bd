"""Who is confirmed and insured."""

from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    """People, land, cases, confirmations and enrollments."""

    name = "enrollment"
    verbose_name = "参保与身份确认"
    default_auto_field = "django.db.models.BigAutoField"
