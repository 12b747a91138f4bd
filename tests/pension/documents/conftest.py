"""Templates of a test, in a folder that dies with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

WriteTemplate = Callable[[str, str], str]


@pytest.fixture
def write_template(settings: Settings, tmp_path: Path) -> WriteTemplate:
    """Give a function that writes a template and tells its name."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]

    def write(name: str, source: str) -> str:
        (tmp_path / name).write_text(source, encoding="utf-8")
        return name

    return write
