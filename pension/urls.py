"""Addresses of the whole product: the wiring room is the only one that knows all apps."""

from django.urls import include, path

from pension.demo.views import sample, sample_list
from pension.home.views import home

urlpatterns = [
    path("", home, name="home"),
    path("samples/", sample_list, name="samples"),
    path("samples/<str:name>", sample, name="sample"),
    path("", include("pension.addresses")),
    path("enrollment/", include("enrollment.urls")),
    path("subsidies/", include("subsidies.urls")),
    path("performance/", include("performance.urls")),
]
