"""Requests with the character NUL, which no keyboard types and PostgreSQL keeps in no text."""

from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL: Final = "\x00"


class LegibleRequests:
    """Answers 400 before anything is asked of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at what comes before the body: the session is found by a cookie."""
        _refuse_nul(_head(request))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look at the fields of the form, which the check of its token reads anyway."""
        _refuse_nul(text for field in request.POST.lists() for text in (field[0], *field[1]))


def _head(request: HttpRequest) -> Iterator[str]:
    yield request.path
    yield unquote(request.META.get("QUERY_STRING", ""))
    yield request.headers.get("User-Agent", "")
    yield from request.COOKIES.values()


def _refuse_nul(texts: Iterator[str]) -> None:
    if any(NUL in text for text in texts):
        raise BadRequest("a NUL in the request")
