"""The product's addresses with one more, behind which the code is broken."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from pension.urls import urlpatterns as of_product

SECRET = "530121197103120025"


def crash(request: HttpRequest) -> HttpResponse:
    """Fail with somebody's number in the message."""
    raise ValueError(f"{SECRET} is not a number")


urlpatterns = [*of_product, path("crash/", crash, name="crash")]
