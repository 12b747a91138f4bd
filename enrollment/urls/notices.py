"""Addresses of public notices and objections."""

from django.urls import path

from enrollment.views import notices, objections

urlpatterns = [
    path("notices/", notices.notice_list, name="notices"),
    path("notices/new/<int:pk>/", notices.notice_new, name="notice_new"),
    path("notices/<int:pk>/", notices.notice_page, name="notice"),
    path("notices/<int:pk>/close/", notices.notice_close, name="notice_close"),
    path("notices/<int:pk>/print/", notices.notice_print, name="notice_print"),
    path("notices/entries/<int:pk>/object/", objections.objection_new, name="objection_new"),
    path("objections/<int:pk>/", objections.objection_page, name="objection"),
    path("objections/<int:pk>/reject/", objections.objection_reject, name="objection_reject"),
    path("objections/<int:pk>/uphold/", objections.objection_uphold, name="objection_uphold"),
]
