"""The second factor of an officer: set up, shown after the password, recovered."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from pension.forms.codes import CodeForm
from pension.middleware.gates import FACTOR
from pension.pictures.qr import qr_code
from pension.queries import protection
from pension.services import second_factor
from pension.views.access import OfficerRequest, posts_required
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import GUARDED_POSTS

Given = TypeVar("Given")
NEW_KEY = "second_factor_key"  # in the session till the app has shown its first code


@posts_required(*GUARDED_POSTS)
def second_factor_page(request: OfficerRequest) -> HttpResponse:
    """Ask for the code; afterwards say how the second factor stands."""
    if not protection.has_second_factor(request.user):
        return redirect("pension:second_factor_new")
    if protection.holds_factor(request.user, request.session.get(FACTOR)):
        return _standing(request, CodeForm())
    form = CodeForm(request.POST or None)
    if _opened(form, lambda code: second_factor.verify(request.user, code, at=timezone.now())):
        _open(request)
        return redirect(_wanted(request))
    return render(request, "pension/second_factor_code.html", {"form": form})


@posts_required(*GUARDED_POSTS)
def second_factor_new(request: OfficerRequest) -> HttpResponse:
    """Show the key to the app, take its first code, then show the recovery codes once."""
    if protection.has_second_factor(request.user):
        return redirect("pension:second_factor")
    key = request.session.setdefault(NEW_KEY, second_factor.new_key())
    form = CodeForm(request.POST or None)
    now = timezone.now()
    codes = _opened(form, lambda code: second_factor.enrol(request.user, key, code, at=now))
    if codes:
        _open(request)
        return render(request, "pension/recovery_codes.html", {"codes": codes})
    picture = qr_code(second_factor.address(key, request.user))
    context = {"form": form, "key": key, "picture": picture}
    return render(request, "pension/second_factor_new.html", context)


@posts_required(*GUARDED_POSTS)
@require_POST
def recovery_codes_new(request: OfficerRequest) -> HttpResponse:
    """Replace the recovery codes by new ones, shown once, for one more code of the app."""
    if not protection.holds_factor(request.user, request.session.get(FACTOR)):
        return redirect("pension:second_factor")
    form, now = CodeForm(request.POST), timezone.now()
    codes = _opened(form, lambda code: second_factor.renew_codes(request.user, code, at=now))
    if codes is None:
        return _standing(request, form)
    return render(request, "pension/recovery_codes.html", {"codes": codes})


def _standing(request: OfficerRequest, form: CodeForm) -> HttpResponse:
    """How the second factor stands, with the form that renews the recovery codes."""
    left = protection.recovery_codes_left(request.user)
    return render(request, "pension/second_factor.html", {"left": left, "form": form})


def _opened(form: CodeForm, use: Callable[[str], Given]) -> Given | None:
    """What the code that was typed gives; None with the refusal in the form."""
    if not form.is_valid():
        return None
    try:
        return use(form.cleaned_data["code"])
    except CaseError as refusal:
        form.add_error("code", str(refusal))
        return None


def _open(request: OfficerRequest) -> None:
    """Remember the factor in this session, under a new key of the session."""
    request.session.pop(NEW_KEY, None)
    request.session.cycle_key()
    request.session[FACTOR] = request.user.second_factor.pk


def _wanted(request: OfficerRequest) -> str:
    """The page of this site that the officer was on the way to."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, None, require_https=request.is_secure())
    return wanted if ours else "home"
