"""How often one may ask: log-ins of one network address, heavy work of one officer."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pension.models import Officer
from pension.services.limits import Limit, spend

SIGN_IN: Final = "pension:login"
# Addresses by the names they carry in every app: what a worker computes, reads or prints.
HEAVY: Final = re.compile(r":(upload_new|.*(export|print|sheet|letters?|paper|roster).*)$")
SIGN_IN_WORDS: Final = "这个网络地址一分钟内登录次数过多。请等一分钟再登录；账号和密码不受影响。"
HEAVY_WORDS: Final = (
    "一分钟内上传、导出、打印的次数过多，请等一分钟再办。"
    "已经提交的任务照常进行，可在“后台任务”查看。"
)


class RateLimits:
    """Answers 429 with a sentence when somebody sends more in a minute than a person can."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the address is known only in ``process_view``."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Count what is sent to a limited address; reading is free."""
        if request.method != "POST":
            return None
        for limit, subject, words in _limits(request):
            if not spend(limit, subject, at=timezone.now()):
                context = {"sentence": words}
                response = render(request, "pension/too_often.html", context, status=429)
                response.headers["Retry-After"] = "60"
                return response
        return None


def client_address(request: HttpRequest) -> str:
    """The caller's network address; behind our own proxy the one that it wrote down."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.PENSION_BEHIND_PROXY and forwarded:
        return forwarded.rpartition(",")[2].strip()[:64]
    return str(request.META.get("REMOTE_ADDR", ""))


def _limits(request: HttpRequest) -> Iterator[tuple[Limit, str, str]]:
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name == SIGN_IN:
        limit = Limit("sign_in", settings.PENSION_SIGN_INS_PER_MINUTE)
        yield limit, client_address(request), SIGN_IN_WORDS
    elif isinstance(request.user, Officer) and HEAVY.search(name):
        limit = Limit("heavy", settings.PENSION_HEAVY_PER_MINUTE)
        yield limit, str(request.user.pk), HEAVY_WORDS
