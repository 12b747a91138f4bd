"""Addresses of the app, joined from one module per noun."""

from enrollment.urls import cases, people

app_name = "enrollment"
urlpatterns = [*cases.urlpatterns, *people.urlpatterns]
