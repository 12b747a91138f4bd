"""The product's settings with what tests need otherwise: speed, and nothing shared between runs."""

import os
import tempfile
from pathlib import Path

from pension.environment import broker_url
from pension.settings import *  # every setting is meant
from pension.settings import DATABASES, STORAGES

SCRATCH = Path(tempfile.gettempdir())

# A file, not memory: concurrency tests and the real worker open the same database.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / f"pension-{os.getpid()}.sqlite3"}

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Started by the fixture `redis_server` alone; without it nothing answers here.
REDIS_SOCKET = SCRATCH / f"pension-{os.getpid()}.sock"
REDIS_URL = os.environ.get("PENSION_TEST_REDIS_URL", f"unix://{REDIS_SOCKET}")
CELERY_BROKER_URL = broker_url(REDIS_URL)
# Tests of these say so themselves; the others ask for neither an app nor patience.
PENSION_SECOND_FACTOR = "off"
PENSION_PASSWORD_DAYS = PENSION_FIRST_PASSWORD_DAYS = 0
PENSION_SIGN_INS_PER_MINUTE = PENSION_HEAVY_PER_MINUTE = 100_000
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
