"""What the tests of protection share: settings as in a server room."""

import pytest
from pytest_django import Settings


@pytest.fixture
def with_second_factor(settings: Settings) -> None:
    """Guarded posts are asked for their app."""
    settings.PENSION_SECOND_FACTOR = "on"
