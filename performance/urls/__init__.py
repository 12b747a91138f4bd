"""Addresses of the app."""

from django.urls import URLPattern, URLResolver, path

from performance.views import papers, projects

app_name = "performance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", projects.project_list, name="projects"),
    path("new/", projects.project_new, name="project_new"),
    path("papers/<int:pk>/", papers.paper_page, name="paper"),
    path("papers/<int:pk>/setting/", papers.paper_setting, name="paper_setting"),
    path("papers/<int:pk>/preview/", papers.preview, name="preview"),
]
