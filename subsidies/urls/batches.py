"""Addresses of transfer batches and of what is to be paid again."""

from django.urls import path

from subsidies.views import banks
from subsidies.views.batches import drafting, lists, page, papers, steps, verifying

urlpatterns = [
    path("batches/", lists.batch_list, name="batches"),
    path("batches/new/", drafting.batch_new, name="batch_new"),
    path("batches/<int:pk>/", page.batch_page, name="batch"),
    path("batches/<int:pk>/verification/", verifying.verification, name="batch_verification"),
    path("batches/<int:pk>/steps/<str:step>/", steps.batch_step, name="batch_step"),
    path("batches/<int:pk>/rows/export/", page.rows_export, name="batch_rows_export"),
    path("batches/<int:pk>/rows/<str:deed>/", steps.batch_rows, name="batch_rows"),
    path("batches/<int:pk>/roster/", steps.batch_roster, name="batch_roster"),
    path("batches/<int:pk>/rest/", steps.batch_rest, name="batch_rest"),
    path("batches/<int:pk>/late-success/", steps.batch_late_success, name="batch_late_success"),
    path("batches/<int:pk>/paper/", papers.batch_paper_word, name="batch_paper_word"),
    path("batches/<int:pk>/paper/<int:word>/", papers.paper_word_scan, name="paper_word_scan"),
    path("batches/<int:pk>/late/<int:row>/", papers.late_success_scan, name="late_success_scan"),
    path("batches/<int:pk>/sheets/<str:name>/", steps.batch_sheet, name="batch_sheet"),
    path("banks/", banks.bank_page, name="banks"),
    path("banks/<int:pk>/", banks.bank_page, name="bank"),
    path("arrears/", lists.arrears_list, name="arrears"),
    path("arrears/export/", lists.arrears_export, name="arrears_export"),
]
