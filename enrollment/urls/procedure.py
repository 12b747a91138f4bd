"""Addresses of rules of procedure."""

from django.urls import path

from enrollment.views import procedure

urlpatterns = [
    path("procedure/", procedure.procedure_list, name="procedures"),
    path("procedure/new/", procedure.procedure_new, name="procedure_new"),
    path("procedure/<int:pk>/", procedure.procedure_page, name="procedure"),
    path("procedure/<int:pk>/revise/", procedure.procedure_revise, name="procedure_revise"),
    path("procedure/<int:pk>/in-force/", procedure.procedure_in_force, name="procedure_in_force"),
    path("procedure/<int:pk>/discard/", procedure.procedure_discard, name="procedure_discard"),
]
