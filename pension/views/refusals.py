"""How a refused decision reaches the officer: as a message on the page they came from."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from pension.vocabulary.errors import CaseError

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
            return HttpResponseRedirect(came_from(request))

    return cast(ViewT, guarded)


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
