"""How well the money worked."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Projects, indicators, actuals and evaluation papers."""

    name = "performance"
    verbose_name = "绩效"
    default_auto_field = "django.db.models.BigAutoField"
