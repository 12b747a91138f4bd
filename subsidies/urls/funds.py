"""Addresses of published figures."""

from django.urls import path

from subsidies.views import funds

urlpatterns = [
    path("funds/", funds.fund_list, name="funds"),
    path("funds/new/", funds.fund_new, name="fund_new"),
    path("funds/void/", funds.fund_void, name="fund_void"),
]
