"""Addresses of recoveries."""

from django.urls import path

from subsidies.views.recoveries import lists, page

urlpatterns = [
    path("recoveries/", lists.recovery_list, name="recoveries"),
    path("recoveries/export/", lists.recoveries_export, name="recoveries_export"),
    path("recoveries/overpaid/", lists.overpaid_list, name="overpaid"),
    path("recoveries/<int:pk>/", page.recovery_page, name="recovery"),
    path("recoveries/<int:pk>/steps/<str:step>/", page.recovery_step, name="recovery_step"),
    path("recoveries/<int:pk>/letter/", page.recovery_letter, name="recovery_letter"),
    path(
        "recoveries/<int:pk>/receipts/<int:receipt>/scan/", page.receipt_scan, name="receipt_scan"
    ),
    path("cases/<int:pk>/recovery/", page.recovery_new, name="recovery_new"),
]
