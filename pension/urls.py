"""Addresses of the whole product: the wiring room is the only one that knows all apps."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
