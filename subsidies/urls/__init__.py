"""Addresses of the app, joined from one module per noun."""

from subsidies.urls import (
    batches,
    calculations,
    disputes,
    documents,
    funds,
    opening,
    recoveries,
    rule_sets,
)

app_name = "subsidies"
urlpatterns = [
    *calculations.urlpatterns,
    *rule_sets.urlpatterns,
    *documents.urlpatterns,
    *opening.urlpatterns,
    *funds.urlpatterns,
    *batches.urlpatterns,
    *disputes.urlpatterns,
    *recoveries.urlpatterns,
]
