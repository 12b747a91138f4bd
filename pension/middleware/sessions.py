"""Sessions end after idle time, and after a working day whatever happens in them."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pension.middleware.limits import client_address
from pension.middleware.replies import send_to
from pension.queries.sessions import ADDRESS, BROWSER, LAST_SEEN, SIGNED_IN, is_idle, is_spent
from pension.vocabulary import browsers

GRAIN_SECONDS = 30  # a session row is written at most this often
QUIET = ("pension:job_progress",)  # polled by the page, not by the officer


class IdleTimeout:
    """Signs out an officer who did nothing for the set minutes, or signed in long ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out when the time is over, else note the moment."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        reason = _over(request, now)
        if reason:
            logout(request)
            messages.warning(request, reason)
            return send_to(request, "pension:login", back_to=request.path)
        response = self.get_response(request)
        _note(request, now)
        return response


def _over(request: HttpRequest, now: int) -> str:
    """Why the session ends now; empty while it goes on."""
    if is_idle(request.session, now):
        return "长时间未操作，已自动退出。没有提交的内容已存为草稿。"
    if is_spent(request.session, now):
        return f"登录已满 {settings.PENSION_SESSION_HOURS} 小时，请重新登录。"
    return ""


def _note(request: HttpRequest, now: int) -> None:
    """Write down that the officer was here, unless it was the page that asked.

    At first also since when, from where and with what browser, for the officer's own list.
    """
    if not request.user.is_authenticated:
        return
    polled = request.resolver_match and request.resolver_match.view_name in QUIET
    stale = now - request.session.get(LAST_SEEN, 0) >= GRAIN_SECONDS
    if stale and not polled:
        request.session[LAST_SEEN] = now
        request.session.setdefault(SIGNED_IN, now)
        request.session.setdefault(ADDRESS, client_address(request))
        agent = request.headers.get("User-Agent", "")
        request.session.setdefault(BROWSER, browsers.in_words(agent))
