"""Signing in and out, one's own password, and drafts of unsent forms."""

import json

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pension.forms.officers import OwnPasswordForm, SignInForm
from pension.models import Draft
from pension.queries import protection
from pension.services import drafts, officers
from pension.views.access import OfficerRequest, officer_required, public
from pension.vocabulary.errors import CaseError


class SignIn(LoginView):
    """The log-in page: name and password, then whether the password still serves."""

    template_name = "pension/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign the officer in, or say on the form why not."""
        try:
            officers.admit(form.get_user(), at=timezone.now())
        except CaseError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)


sign_in = public(SignIn.as_view())


@public
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session; the browser forgets what it kept of it."""
    response = LogoutView.as_view()(request)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@officer_required
def change_password(request: OfficerRequest) -> HttpResponse:
    """The officer's own password; the first one has to be changed before anything else."""
    form = OwnPasswordForm(request.user, request.POST or None, request=request)
    if form.is_valid():
        password = form.cleaned_data["new_password1"]
        officers.change_own_password(request.user, password, at=timezone.now())
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改")
        return redirect("home")
    is_old = protection.password_is_old(request.user, timezone.now())
    return render(request, "pension/password.html", {"form": form, "is_old": is_old})


@officer_required
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request: OfficerRequest, key: str) -> JsonResponse:
    """What the officer typed into a form and did not send."""
    if request.method == "GET":
        kept = Draft.objects.filter(officer=request.user, key=key).first()
        saved = timezone.localtime(kept.saved_at).strftime("%m-%d %H:%M") if kept else ""
        return JsonResponse({"fields": kept.fields, "saved_at": saved} if kept else {})
    if request.method == "DELETE":
        drafts.throw_away(key, by=request.user)
        return JsonResponse({})
    fields = _fields(request)
    if fields is None:
        return JsonResponse({}, status=400)
    kept_all = drafts.keep(key, fields, by=request.user, at=timezone.now())
    return JsonResponse({}, status=200 if kept_all else 413)


def _fields(request: HttpRequest) -> dict[str, list[str]] | None:
    """The fields that a form's script sent; None for anything else."""
    if request.content_type != "application/json":
        return None
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):  # the latter: brackets nested by the thousand
        return None
    fields = sent.get("fields") if isinstance(sent, dict) else None
    if not isinstance(fields, dict):
        return None
    return {
        str(name): [str(value) for value in values]
        for name, values in fields.items()
        if isinstance(values, list)
    }
