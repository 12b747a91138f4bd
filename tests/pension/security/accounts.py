"""Officers with passwords and apps, and their browsers, for the tests of protection."""

from base64 import b32decode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from pension.models import Officer, SecondFactor
from pension.services import second_factor
from pension.vocabulary import one_time_codes
from tests.factories.kernel import OfficerFactory

PASSWORD = "Abcdef-12345"
BACKEND = "pension.middleware.officers.OfficerBackend"


@dataclass
class App:
    """An authenticator app on a made-up phone."""

    key: str = field(default_factory=second_factor.new_key)

    def code(self, at: datetime | None = None) -> str:
        """The digits it shows at a moment, now unless told otherwise."""
        step = one_time_codes.step_at(at or timezone.now())
        return one_time_codes.code(b32decode(self.key), step)


def enrolled(officer: Officer) -> App:
    """The app that the officer set up an hour ago."""
    app = App()
    _enrol(officer, app)
    return app


def recovery_codes_of(officer: Officer) -> list[str]:
    """The recovery codes that the officer was given with an app, an hour ago."""
    return _enrol(officer, App())


def _enrol(officer: Officer, app: App) -> list[str]:
    then = timezone.now() - timedelta(hours=1)
    return second_factor.enrol(officer, app.key, app.code(then), at=then)


def browser(officer: Officer) -> Client:
    """A browser in which the officer gave the password."""
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client


def with_password(username: str = "li") -> Officer:
    """An officer who knows a password."""
    return OfficerFactory(username=username, password=make_password(PASSWORD))


def factor_of(officer: Officer) -> SecondFactor:
    """The app as the database knows it now."""
    return SecondFactor.objects.get(officer=officer)
