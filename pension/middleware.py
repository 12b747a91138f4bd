"""Sessions end after idle time; a first password is changed before anything else."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

LAST_SEEN = "last_seen"
GRAIN_SECONDS = 30  # a session row is written at most this often
QUIET = ("pension:job_progress",)  # polled by the page, not by the officer


class IdleTimeout:
    """Signs out an officer who did nothing for the set number of minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out when idle too long, else note the moment."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        last = request.session.get(LAST_SEEN, now)
        if now - last > settings.PENSION_IDLE_MINUTES * 60:
            logout(request)
            messages.warning(request, "长时间未操作，已自动退出。没有提交的内容已存为草稿。")
            return _back_to_sign_in(request)
        response = self.get_response(request)
        polled = request.resolver_match and request.resolver_match.view_name in QUIET
        stale = LAST_SEEN not in request.session or now - last >= GRAIN_SECONDS
        if request.user.is_authenticated and stale and not polled:
            request.session[LAST_SEEN] = now
        return response


class FirstPassword:
    """Sends an officer with a first password to the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through only the password page and the way out."""
        open_paths = {reverse("pension:password"), reverse("pension:logout")}
        must = getattr(request.user, "must_change_password", False)
        if must and request.path not in open_paths and not request.path.startswith("/static/"):
            return redirect("pension:password")
        return self.get_response(request)


def _back_to_sign_in(request: HttpRequest) -> HttpResponse:
    target = f"{reverse('pension:login')}?next={request.path}"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": target})
    return redirect(target)
