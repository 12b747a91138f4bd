"""A browser and a server without a database, for the scripts of the pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.pension.scripts import pages


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, for one module."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that shows `pages`."""
    running = LiveServer("localhost")
    yield running.url
    running.stop()


@pytest.fixture
def page(browser: Browser, server: str, settings: Settings) -> Iterator[Page]:
    """A fresh page on the small screens of the offices; an error of a script fails the test."""
    settings.ROOT_URLCONF = "tests.pension.scripts.pages"
    pages.DRAFTS.clear()
    pages.SENT.clear()
    context = browser.new_context(base_url=server, viewport={"width": 1366, "height": 768})
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "console",
        lambda said: errors.append(said.text) if said.type == "error" else None,
    )
    yield opened
    context.close()
    assert errors == []
