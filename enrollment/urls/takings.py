"""Addresses of takings and their social-security fund."""

from django.urls import path

from enrollment.views import takings

urlpatterns = [
    path("takings/", takings.taking_list, name="takings"),
    path("takings/<int:pk>/", takings.taking, name="taking"),
    path("takings/<int:pk>/fund/", takings.enter_fund, name="taking_fund"),
]
