"""What the tests of pages ask again and again."""

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from enrollment.models import Case
from pension.models import Officer

SignIn = Callable[[Officer], Client]
ELSEWHERE = "53011400600101"  # a group of another street


def address(case: Case) -> str:
    """The address of a case's page."""
    return reverse("enrollment:case", args=[case.pk])


def decide(browser: Client, case: Case, deed: str, **fields: object) -> HttpResponse:
    """Send the form of a decision as the page of the case would."""
    url = reverse("enrollment:case_decide", args=[case.pk, deed])
    return browser.post(url, {"round": case.round, **fields})


def text_of(response: HttpResponse) -> str:
    """The page as text."""
    return response.content.decode()


def said(response: HttpResponse) -> str:
    """The messages that the next page will show."""
    return "；".join(str(message) for message in get_messages(response.wsgi_request))
