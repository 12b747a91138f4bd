"""Addresses of the app, joined from one module per noun."""

from enrollment.urls import cases, merging, notices, people, procedure, reviews, rosters, takings

app_name = "enrollment"
urlpatterns = [
    *cases.urlpatterns,
    *people.urlpatterns,
    *rosters.urlpatterns,
    *notices.urlpatterns,
    *reviews.urlpatterns,
    *merging.urlpatterns,
    *procedure.urlpatterns,
    *takings.urlpatterns,
]
