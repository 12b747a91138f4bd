"""Addresses of sums that wait for a ruling."""

from django.urls import path

from subsidies.views import disputes

urlpatterns = [
    path("disputes/", disputes.dispute_list, name="disputes"),
    path("disputes/<int:pk>/", disputes.dispute_page, name="dispute"),
    path("disputes/<int:pk>/steps/<str:step>/", disputes.dispute_step, name="dispute_step"),
]
