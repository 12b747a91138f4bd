"""The kernel as a Django app, and the place where every process meets the Celery app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from pension.celery import app as celery_app

__all__ = ["PensionConfig", "celery_app"]


class PensionConfig(AppConfig):
    """Regions, offices, officers, audit, jobs and whatever else all apps stand on."""

    name = "pension"
    label = "pension"
    verbose_name = "基础设置"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app register what it imports, in web and worker alike."""
        autodiscover_modules("imports")
