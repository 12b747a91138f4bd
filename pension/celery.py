"""The Celery app: its settings are the `CELERY_*` names of `pension.settings`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pension.settings")

app = Celery("pension")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
