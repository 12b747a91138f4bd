"""Addresses of people: list, person, accounts, search."""

from django.urls import path

from enrollment.views import people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/account/", people.change_account, name="account_change"),
    path(
        "people/<int:pk>/account/<int:account>/confirm/",
        people.confirm_account,
        name="account_confirm",
    ),
    path(
        "people/<int:pk>/account/<int:account>/reject/",
        people.reject_account,
        name="account_reject",
    ),
    path("search/", people.search, name="search"),
]
