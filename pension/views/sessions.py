"""An officer's own sessions: since when, from where, with what browser; others can be ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.queries.sessions import open_sessions
from pension.services import sessions
from pension.views.access import OfficerRequest, officer_required
from pension.views.refusals import shows_refusals


@officer_required
def session_list(request: OfficerRequest) -> HttpResponse:
    """Where the officer is signed in now, this session among the rest."""
    found = open_sessions(request.user.pk, timezone.now())
    context = {"sessions": found, "here": _key(request)}
    return render(request, "pension/sessions.html", context)


@officer_required
@require_POST
@shows_refusals
def session_end(request: OfficerRequest) -> HttpResponse:
    """End one other session of the officer."""
    handle = request.POST.get("session", "")
    sessions.end_one(handle, kept_key=_key(request), by=request.user, at=timezone.now())
    messages.success(request, "那次登录已退出")
    return redirect("pension:sessions")


@officer_required
@require_POST
def session_end_others(request: OfficerRequest) -> HttpResponse:
    """End every session of the officer but this one."""
    ended = sessions.end_others(kept_key=_key(request), by=request.user, at=timezone.now())
    messages.success(request, f"已退出其他 {ended} 处登录" if ended else "没有其他登录")
    return redirect("pension:sessions")


def _key(request: OfficerRequest) -> str:
    return request.session.session_key or ""
