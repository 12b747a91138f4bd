"""What tests of pages have in common: addresses, the text of an answer, what it said."""

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pension.models import Officer

SignIn = Callable[[Officer], Client]


def url(name: str, *args: int) -> str:
    """The address of a page of enrollment."""
    return reverse(f"enrollment:{name}", args=args)


def said(response: HttpResponse) -> str:
    """The messages that an answer carries."""
    return "；".join(str(message) for message in get_messages(response.wsgi_request))


def text_of(response: HttpResponse) -> str:
    """The markup of a page."""
    return response.content.decode()
