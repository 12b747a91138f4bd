"""Addresses of joint reviews and of the progress of streets."""

from django.urls import path

from enrollment.views import reviews

urlpatterns = [
    path("reviews/", reviews.review_list, name="reviews"),
    path("reviews/new/<int:pk>/", reviews.review_new, name="review_new"),
    path("reviews/<int:pk>/", reviews.review_page, name="review"),
    path("reviews/<int:pk>/opinions/", reviews.review_opinions, name="review_opinions"),
    path("reviews/<int:pk>/mark/", reviews.review_mark, name="review_mark"),
    path("reviews/<int:pk>/conclude/", reviews.review_conclude, name="review_conclude"),
    path("reviews/<int:pk>/cancel/", reviews.review_cancel, name="review_cancel"),
    path("reviews/<int:pk>/print/", reviews.review_print, name="review_print"),
    path("reviews/<int:pk>/scans/<int:opinion>/", reviews.review_scan, name="review_scan"),
    path("progress/", reviews.progress, name="progress"),
]
