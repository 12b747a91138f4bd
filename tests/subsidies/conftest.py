"""What tests of subsidies share: every kind of job is known, and officers sign in."""

from collections.abc import Callable

import pytest
from django.test import Client

from pension.celery import app
from pension.models import Officer


@pytest.fixture(autouse=True, scope="session")
def _handlers() -> None:
    """Know every kind of job, as a worker does."""
    app.loader.import_default_modules()


@pytest.fixture
def as_officer() -> Callable[[Officer], Client]:
    """A browser in which an officer has signed in."""

    def sign_in(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer, backend="pension.middleware.officers.OfficerBackend")
        return client

    return sign_in
