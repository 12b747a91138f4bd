"""The whole product for a story: web server, worker, Redis, demo district, and a browser."""

import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import sync_playwright

from pension.supervisor import programs, signs
from pension.supervisor.crew import ROOT, Crew
from tests.journeys.clerk import Office
from tests.processes import environment, free_port, wait_until

CHROMIUM = "/usr/bin/chromium"
PEOPLE, SEED = 155, 7


@pytest.fixture
def address(celery_worker_process: Crew, redis_server: str, own_files: Path) -> Iterator[str]:
    """The address of a real web server on the demo district, with a worker behind it."""
    call_command("load_demo", people=PEOPLE, seed=SEED, stdout=StringIO())
    surroundings = environment(redis_server, own_files.parent)
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"]
    subprocess.run(collect, cwd=ROOT, env=surroundings, check=True)
    port = free_port()
    crew = Crew(surroundings)
    crew.start(programs.web(port, 2))
    try:
        wait_until(lambda: signs.is_listening(port), crew)
        yield f"http://127.0.0.1:{port}"
    finally:
        crew.stop()


@pytest.fixture
def office(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A browser for the officers of the story."""
    # The browser's driver keeps an event loop in this thread, where we look into the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield Office(browser, address, tmp_path)
        browser.close()
