"""Waiting for real programs in tests, and telling them where the test's database is."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from pension.supervisor.crew import Crew

PATIENCE_SECONDS = 60


def wait_until(question: Callable[[], bool], crew: Crew | None = None) -> None:
    """Wait until the answer is yes; fail when it stays no, or when one of the crew ends."""
    for _ in range(PATIENCE_SECONDS * 10):
        if question():
            return
        fallen = crew.fallen() if crew else None
        if fallen:
            pytest.fail(f"{fallen.label} ended by itself")
        time.sleep(0.1)
    pytest.fail(f"nothing came within {PATIENCE_SECONDS} seconds")


def address_of_database() -> str:
    """Return DATABASE_URL for the database that this test is connected to."""
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    login = quote(parts["USER"]) + (f":{quote(parts['PASSWORD'])}" if parts["PASSWORD"] else "")
    port = f":{parts['PORT']}" if parts["PORT"] else ""
    return f"postgres://{login}@{quote(parts['HOST'], safe='')}{port}/{parts['NAME']}"


def environment(redis: str, var: Path) -> dict[str, str]:
    """The environment of a program that works on this test's database, files and Redis."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": address_of_database(),
        "PENSION_TEST_REDIS_URL": redis,
        "PENSION_VAR_DIR": str(var),
    }


def free_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
