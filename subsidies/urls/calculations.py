"""Addresses of calculations and what is due."""

from django.urls import path

from subsidies.views import calculations, case_panels, uncalculated

urlpatterns = [
    path("calculations/", calculations.calculation_list, name="calculations"),
    path("calculations/<int:pk>/", case_panels.calculation_page, name="calculation"),
    path("calculations/<int:pk>/sheet/", case_panels.request_sheet, name="calculation_sheet"),
    path("entitlements/", calculations.entitlement_list, name="entitlements"),
    path("export/<str:name>/", calculations.export_list, name="export"),
    path("uncalculated/", uncalculated.uncalculated_list, name="uncalculated"),
    path("uncalculated/ticked/", uncalculated.calculate_ticked, name="uncalculated_ticked"),
    path("uncalculated/all/", uncalculated.calculate_all, name="uncalculated_all"),
    path("runs/", calculations.run_list, name="runs"),
    path("runs/<int:pk>/", calculations.run_page, name="run"),
    path("cases/<int:pk>/panel/", case_panels.case_panel, name="case_panel"),
    path("cases/<int:pk>/recalculate/", case_panels.recalculate, name="recalculate"),
    path("cases/<int:pk>/years/", case_panels.prove_year, name="prove_year"),
    path(
        "cases/<int:pk>/years/<int:contribution_id>/void/", case_panels.void_year, name="void_year"
    ),
]
