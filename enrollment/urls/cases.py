"""Addresses of cases: list, page, decisions, work desk by desk."""

from django.urls import path

from enrollment.views.cases import (
    decisions,
    desks,
    entry,
    letters,
    listing,
    page,
    papers,
)

urlpatterns = [
    path("cases/", listing.case_list, name="cases"),
    path("cases/new/", entry.case_new, name="case_new"),
    path("cases/export/", listing.export_cases, name="cases_export"),
    path("cases/bulk/", desks.bulk, name="bulk"),
    path("cases/bulk/report/", desks.bulk_report, name="bulk_report"),
    path("cases/bulk/<str:action>/", desks.bulk_decide, name="bulk_decide"),
    path("cases/<int:pk>/", page.case_page, name="case"),
    path("cases/<int:pk>/identity/", page.whole_identity, name="case_identity"),
    path("cases/<int:pk>/correct/", entry.case_correct, name="case_correct"),
    path("cases/<int:pk>/letter/", letters.case_letter, name="case_letter"),
    path("cases/<int:pk>/papers/receipt/", papers.receipt, name="case_receipt"),
    path("cases/<int:pk>/papers/missing/", papers.missing, name="case_missing"),
    path("cases/<int:pk>/papers/approval/", papers.approval_sheet, name="case_approval_sheet"),
    path("cases/<int:pk>/<str:deed>/", decisions.decide, name="case_decide"),
    path("desks/<str:desk>/next/", desks.desk_next, name="desk_next"),
    path("opinions/<int:pk>/scan/", decisions.opinion_scan, name="opinion_scan"),
]
