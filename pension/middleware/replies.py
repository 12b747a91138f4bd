"""Sending an officer elsewhere, also when htmx asked for a part of a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


def send_to(request: HttpRequest, view_name: str, *, back_to: str = "") -> HttpResponse:
    """Redirect the whole page; ``back_to`` is the path to which the other page then leads."""
    address = reverse(view_name)
    if back_to:
        address += "?" + urlencode({"next": back_to})
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
