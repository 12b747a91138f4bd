"""A line in the log for every request: who (by key), what, how it ended, how long it took."""

import logging
import re
import uuid
from collections.abc import Callable
from time import perf_counter_ns

from django.http import HttpRequest, HttpResponse

from pension.operations.logs import request_id

log = logging.getLogger("pension.requests")

HEADER = "X-Request-ID"
NANOSECONDS = 1_000_000  # in a millisecond
# Asked by machines every few seconds: a line only where somebody looks for it.
POLLED = frozenset({"pension:health", "pension:job_progress"})
_GIVEN = re.compile(r"[0-9a-f]{32}")


class AccessLog:
    """Gives each request an id, and its response the same; stands before all other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and write its line; the address goes in without its query."""
        given = request.headers.get(HEADER, "")
        token = request_id.set(given if _GIVEN.fullmatch(given) else uuid.uuid4().hex)
        start = perf_counter_ns()
        try:
            response = self.get_response(request)
            response[HEADER] = request_id.get()
            log.log(
                _level(request, response),
                "request",
                extra={
                    "officer": getattr(getattr(request, "user", None), "pk", None),
                    "method": request.method,
                    "path": request.path,
                    "status": response.status_code,
                    "milliseconds": (perf_counter_ns() - start) // NANOSECONDS,
                },
            )
        finally:
            request_id.reset(token)
        return response


def _level(request: HttpRequest, response: HttpResponse) -> int:
    """Errors stand out; what is polled is written for those who look for it alone."""
    if response.status_code >= 500:
        return logging.ERROR
    match = request.resolver_match
    return logging.DEBUG if match and match.view_name in POLLED else logging.INFO
