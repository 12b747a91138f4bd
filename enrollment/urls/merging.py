"""Addresses of the merge desk."""

from django.urls import path

from enrollment.views import merging

urlpatterns = [
    path("merging/", merging.merge_list, name="merging"),
    path("merging/tell/", merging.merge_tell, name="merging_tell"),
    path("merging/choose/", merging.merge_choose, name="merging_choose"),
    path("merging/settle/", merging.merge_settle, name="merging_settle"),
    path("merging/letters/", merging.merge_letters, name="merging_letters"),
]
