"""What the tests of this app share."""

from collections.abc import Callable

import pytest
from django.test import Client

from pension.models import Officer


@pytest.fixture
def sign_in(client: Client) -> Callable[[Officer], Client]:
    """A browser in which an officer has signed in."""

    def signed_in(officer: Officer) -> Client:
        client.force_login(officer, backend="pension.middleware.officers.OfficerBackend")
        return client

    return signed_in
