"""How a refused decision reaches the officer: as a message on the page they came from.

What was typed into a refused dialog waits among the officer's drafts, so that its page opens the
dialog again with it; nothing of it lies in the browser.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from pension.models import Officer
from pension.services import drafts
from pension.vocabulary.errors import CaseError

DIALOG: Final = "dialog"  # the field of templates/_parts/dialog.html that names the dialog
REFUSED: Final = "refused-dialog"  # the draft, as that template asks for it
ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])


def shows_refusals(view: ViewT) -> ViewT:
    """Turn a ``CaseError`` into error messages and send the officer back to the form."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except CaseError as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
            _keep_typed(request)
            return HttpResponseRedirect(came_from(request))

    return cast(ViewT, guarded)


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """What a dialog sent, and the path of its page: what the script of drafts opens it with."""
    fields = {name: request.POST.getlist(name) for name in request.POST}
    fields.pop("csrfmiddlewaretoken", None)
    return fields | {"page": [urlsplit(came_from(request)).path]}


def _keep_typed(request: HttpRequest) -> None:
    if DIALOG in request.POST and isinstance(request.user, Officer):
        drafts.keep(REFUSED, typed(request), by=request.user, at=timezone.now())


def insist(form: forms.Form) -> None:
    """Refuse what was typed by every sentence of the form, which names its fields itself."""
    if not form.is_valid():
        raise CaseError(*(str(fault) for faults in form.errors.values() for fault in faults))


def came_from(request: HttpRequest, default: str = "/") -> str:
    """The page of this site that the officer came from: the form's ``next``, else the referrer."""
    for address in (request.POST.get("next"), request.headers.get("referer")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}):
            return address
    return default
