"""What is due and what is paid."""

from django.apps import AppConfig


class SubsidiesConfig(AppConfig):
    """Rule sets, calculations, entitlements, batches and money."""

    name = "subsidies"
    verbose_name = "补助与发放"
    default_auto_field = "django.db.models.BigAutoField"
