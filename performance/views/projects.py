"""Projects by year, and a new one with its paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pension.views.access import OfficerRequest, posts_required
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from performance.forms.papers import ProjectForm
from performance.queries.papers import project_rows
from performance.queries.worklist import READERS
from performance.services import papers


@posts_required(*READERS)
def project_list(request: OfficerRequest) -> HttpResponse:
    """The district's projects by year, each with its paper."""
    context = {
        "rows": project_rows(request.user),
        "may_write": request.user.holds(Post.PERFORMANCE),
    }
    return render(request, "performance/projects.html", context)


@posts_required(Post.PERFORMANCE)
def project_new(request: OfficerRequest) -> HttpResponse:
    """Enter a project and open its paper."""
    today = timezone.localdate()
    form = ProjectForm(request.POST or None, initial={"year": today.year, "figures_as_of": today})
    if form.is_valid():
        try:
            paper = papers.begin(**form.project(), by=request.user, at=timezone.now())
        except CaseError as refusal:
            form.add_error(None, list(refusal.sentences))
        else:
            messages.success(request, "已登记项目并建立自评报告，各节已有初稿，请修改")
            return redirect("performance:paper", paper.pk)
    return render(request, "performance/project_new.html", {"form": form})
