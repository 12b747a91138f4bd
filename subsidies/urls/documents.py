"""Addresses of policy documents."""

from django.urls import path

from subsidies.views import documents

urlpatterns = [
    path("documents/", documents.document_list, name="documents"),
    path("documents/new/", documents.document_new, name="document_new"),
    path("documents/<int:pk>/", documents.document_page, name="document"),
    path("documents/<int:pk>/describe/", documents.document_describe, name="document_describe"),
    path("documents/<int:pk>/articles/", documents.article_write, name="article_write"),
    path(
        "documents/<int:pk>/articles/<int:article>/remove/",
        documents.article_remove,
        name="article_remove",
    ),
]
