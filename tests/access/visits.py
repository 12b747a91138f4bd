"""Opening an address as somebody, with a record of what the visit wrote."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pension.models import Officer
from tests.access.addresses import Address
from tests.access.making import Try

NOT_ALLOWED = 405
METHODS = ("get", "post")
Cursors = dict[str, Any]
VALUES = "←"  # stands between a statement and its values
_VERBS = ("INSERT", "UPDATE", "DELETE")
FREE = ("django_session", "pension_ratewindow")  # every visit may be counted


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and every statement that changed a row."""

    status: int
    location: str
    wrote: list[str]

    @property
    def asks_to_sign_in(self) -> bool:
        """Whether the visitor is sent to the log-in page."""
        return self.status == 302 and self.location.startswith(reverse(settings.LOGIN_URL))


@dataclass
class Visitors:
    """Browsers in which officers have signed in, one each, and methods that nobody may use."""

    browsers: dict[int | None, Client] = field(default_factory=dict)
    not_taken: set[tuple[str, str]] = field(default_factory=set)

    def visit(self, address: Address, attempt: Try, who: Officer | None) -> list[Answer]:
        """Open the address by both methods; leaves the database as it was.

        A method that the address doesn't take says nothing about access and is left out.
        """
        answers = list(self._answers(address, attempt, who))
        assert answers, f"{address} takes neither method"
        return answers

    def knock(self, address: Address, attempt: Try, who: Officer | None) -> Answer:
        """Open the address by the first method that it takes: a rule asks for none."""
        return next(self._answers(address, attempt, who))

    def _answers(self, address: Address, attempt: Try, who: Officer | None) -> Iterator[Answer]:
        url = address.url(attempt.arguments)
        for method in METHODS:
            if (address.name, method) in self.not_taken:
                continue
            answer = _ask(getattr(self.browser(who), method), url, attempt.body)
            if answer.status == NOT_ALLOWED:
                self.not_taken.add((address.name, method))
            else:
                yield answer

    def browser(self, who: Officer | None) -> Client:
        """The browser of an officer, or one in which nobody has signed in."""
        key = who.pk if who else None
        if key not in self.browsers:
            self.browsers[key] = Client()
            if who is not None:
                self.browsers[key].force_login(who)
        return self.browsers[key]


def _ask(send: Callable[..., HttpResponse], url: str, body: dict[str, object]) -> Answer:
    with transaction.atomic(), written() as wrote:
        response = send(url, body)
        transaction.set_rollback(True)
    return Answer(response.status_code, response.headers.get("Location", ""), wrote)


@contextmanager
def written(*, with_values: bool = False) -> Iterator[list[str]]:
    """Collect the statements that change a row, but for those that note the visit itself."""
    wrote: list[str] = []

    def note(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: Cursors
    ) -> object:
        result = execute(sql, params, many, context)
        is_change = sql.lstrip().upper().startswith(_VERBS)
        if is_change and context["cursor"].rowcount and not any(one in sql for one in FREE):
            wrote.append(f"{sql} {VALUES} {params}" if with_values else sql)
        return result

    with connection.execute_wrapper(note):
        yield wrote
