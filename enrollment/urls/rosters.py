"""Addresses of signed rosters and of the opinion sheets of departments."""

from django.urls import path

from enrollment.views import opinion_sheets, rosters

urlpatterns = [
    path("rosters/", rosters.roster_list, name="rosters"),
    path("rosters/new/<int:pk>/", rosters.roster_new, name="roster_new"),
    path("rosters/<int:pk>/", rosters.roster_page, name="roster"),
    path("rosters/<int:pk>/scan/", rosters.roster_scan, name="roster_scan"),
    path("sheets/", opinion_sheets.sheet_list, name="opinion_sheets"),
    path("sheets/new/", opinion_sheets.sheet_new, name="opinion_sheet_new"),
    path("sheets/<int:pk>/", opinion_sheets.sheet_page, name="opinion_sheet"),
    path("sheets/<int:pk>/print/", opinion_sheets.sheet_print, name="opinion_sheet_print"),
]
