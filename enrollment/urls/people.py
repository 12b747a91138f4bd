"""Addresses of people: list, person, accounts, search."""

from django.urls import path

from enrollment.views import deaths, people, schemes, search

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
    path("people/<int:pk>/death/", deaths.note, name="death_note"),
    path("people/<int:pk>/death/confirm/", deaths.confirm, name="death_confirm"),
    path("people/<int:pk>/death/take-back/", deaths.take_back, name="death_take_back"),
    path("people/<int:pk>/death/<int:note>/scan/", deaths.scan, name="death_scan"),
    path("people/<int:pk>/scheme/", schemes.note, name="scheme_note"),
    path("people/<int:pk>/scheme/confirm/", schemes.confirm, name="scheme_confirm"),
    path("people/<int:pk>/scheme/reject/", schemes.reject, name="scheme_reject"),
    path("search/", search.search, name="search"),
]
