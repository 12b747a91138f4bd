"""What tests of batches share."""

import pytest

from pension.celery import app


@pytest.fixture(autouse=True, scope="session")
def _handlers() -> None:
    """Know every kind of job, as a worker does."""
    app.loader.import_default_modules()
