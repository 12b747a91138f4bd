"""Addresses of the whole product: the wiring room is the only one that knows all apps."""

from django.urls import include, path

from pension.home.views import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("pension.addresses")),
    path("enrollment/", include("enrollment.urls")),
    path("subsidies/", include("subsidies.urls")),
    path("performance/", include("performance.urls")),
]
