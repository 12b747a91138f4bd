"""What every answer tells the browser beside the policies of Django and django-csp."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

HEADERS: Final = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # what an officer sees stays out of caches on disk
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}


class ProtectiveHeaders:
    """Closes what the pages don't use; stands outside, so that refusals carry it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that the view has not set."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
