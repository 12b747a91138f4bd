"""Addresses of opening balances."""

from django.urls import path

from subsidies.views import opening

urlpatterns = [
    path("opening/", opening.openings, name="openings"),
    path("opening/new/", opening.opening_new, name="opening_new"),
    path("opening/typed/", opening.opening_typed, name="opening_typed"),
    path("opening/typed/decide/", opening.opening_typed_decide, name="opening_typed_decide"),
    path("opening/<int:pk>/", opening.opening_upload, name="opening_upload"),
    path("opening/<int:pk>/force/", opening.opening_force_all, name="opening_force_all"),
    path("opening/<int:pk>/decide/", opening.opening_decide, name="opening_decide"),
]
