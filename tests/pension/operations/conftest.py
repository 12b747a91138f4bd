"""An office at work, and a backup of it."""

from pathlib import Path

import pytest

from pension.models import Officer
from pension.operations.backup import save
from tests.clock import NOON
from tests.pension.operations.office import at_work, quietly


@pytest.fixture
def office() -> Officer:
    """An officer of a small office at work."""
    return at_work()


@pytest.fixture
def folder(office: Officer, tmp_path: Path) -> Path:
    """A backup of that office."""
    folder = tmp_path / "backup"
    save(folder, at=NOON, say=quietly)
    return folder
