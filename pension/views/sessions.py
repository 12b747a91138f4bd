"""An officer's own sessions: since when, from where, with what browser; others can be ended."""

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pension.forms.officers import LOCKS
from pension.forms.sessions import EndSessionsForm
from pension.queries.sessions import open_sessions
from pension.services import sessions
from pension.views.access import OfficerRequest, officer_required


@officer_required
def session_list(request: OfficerRequest) -> HttpResponse:
    """Where the officer is signed in now; ends other sessions for the password."""
    here = request.session.session_key
    found = open_sessions(request.user.pk, timezone.now())
    others = [one for one in found if one.key != here]
    form = EndSessionsForm(request.POST or None, others=others)
    if form.is_valid() and _is_proven(request, form):
        sessions.end_own(form.wanted, by=request.user, at=timezone.now())
        messages.success(request, f"已退出 {len(form.wanted)} 处登录")
        return redirect("pension:sessions")
    context = {"sessions": found, "here": here, "form": form, "has_others": bool(others)}
    return render(request, "pension/sessions.html", context)


def _is_proven(request: OfficerRequest, form: EndSessionsForm) -> bool:
    """Whether the password is right; a wrong one counts as at the log-in."""
    password = form.cleaned_data["password"]
    if authenticate(request, username=request.user.username, password=password):
        return True
    form.add_error("password", f"密码不对，没有退出任何登录。{LOCKS}")
    return False
