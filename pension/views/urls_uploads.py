"""Addresses of staged imports."""

from django.urls import path

from pension.views import uploads

urlpatterns = [
    path("uploads/<slug:kind>/", uploads.upload_list, name="uploads"),
    path("uploads/<slug:kind>/new/", uploads.upload_new, name="upload_new"),
    path("uploads/<slug:kind>/template/", uploads.upload_template, name="upload_template"),
    path("upload/<int:pk>/", uploads.upload_page, name="upload"),
    path("upload/<int:pk>/commit/", uploads.upload_commit, name="upload_commit"),
    path("upload/<int:pk>/discard/", uploads.upload_discard, name="upload_discard"),
    path("upload/<int:pk>/file/", uploads.upload_file, name="upload_file"),
]
