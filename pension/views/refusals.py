"""How a refused decision reaches the officer: as a message on the page they came from."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from pension.vocabulary.errors import CaseError

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def shows_refusals(view: View[P]) -> View[P]:
    """Turn a ``CaseError`` into error messages and send the officer back to the form."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except CaseError as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
            return HttpResponseRedirect(came_from(request))

    return guarded


def came_from(request: HttpRequest, default: str = "/") -> str:
    """The page of this site that the officer came from: the form's ``next``, else the referrer."""
    for address in (request.POST.get("next"), request.headers.get("referer")):
        if address and url_has_allowed_host_and_scheme(address, {request.get_host()}):
            return address
    return default
