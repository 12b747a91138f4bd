"""What an officer does first: the second factor, then a password of one's own that is not old."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from pension.middleware.replies import send_to
from pension.models import Officer
from pension.queries import protection

FACTOR: Final = "second_factor"  # in the session: the key of the factor that was shown
ALWAYS_OPEN: Final = ("pension:logout", "pension:health")
FACTOR_PAGES: Final = ("pension:second_factor", "pension:second_factor_new")


class SecondFactorGate:
    """Nothing but the page of the second factor, till it was shown in this session.

    It refuses every address, so that no step of a batch and no file can be reached around it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on what is open to all and whoever has shown the factor."""
        if _is_at(request, *ALWAYS_OPEN, *FACTOR_PAGES) or not self._is_missing(request):
            return self.get_response(request)
        is_page = request.method == "GET" and not request.headers.get("HX-Request")
        return send_to(request, "pension:second_factor", back_to=request.path if is_page else "")

    def _is_missing(self, request: HttpRequest) -> bool:
        officer = request.user
        if not isinstance(officer, Officer) or not protection.asks_second_factor(officer):
            return False
        return not protection.holds_factor(officer, request.session.get(FACTOR))


class PasswordGate:
    """Nothing but the password page for a first password or one that is too old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through only the password page, the second factor before it, and the way out."""
        if _is_at(request, *ALWAYS_OPEN, *FACTOR_PAGES, "pension:password"):
            return self.get_response(request)
        officer = request.user
        if not isinstance(officer, Officer):
            return self.get_response(request)
        if officer.must_change_password or protection.password_is_old(officer, timezone.now()):
            return send_to(request, "pension:password")
        return self.get_response(request)


def _is_at(request: HttpRequest, *view_names: str) -> bool:
    return request.path in {reverse(name) for name in view_names}
