"""The self-evaluation paper: edited, previewed, issued; readers see it as it would be issued."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.services import drafts
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from performance.forms.papers import ParagraphsForm, SettingForm
from performance.models import Paper
from performance.queries.figures import figures_of
from performance.queries.papers import issues_of, papers_of
from performance.queries.worklist import READERS
from performance.rules.named import named_figures
from performance.services import papers
from performance.services.papers import StaleTextError
from performance.tables import report


@posts_required(*READERS)
def paper_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """The paragraphs with the figures beside them; saving them, and issuing the paper."""
    paper = get_object_or_404(papers_of(request.user), pk=pk)
    if not request.user.holds(Post.PERFORMANCE):
        return redirect("performance:preview", paper.pk)
    form = ParagraphsForm(papers.paragraphs_of(paper), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, paper, form)
        except StaleTextError as refusal:
            form = form.over(papers.paragraphs_of(paper), refusal)
        except CaseError as refusal:
            form.add_error(None, list(refusal.sentences))
    return render(request, "performance/paper.html", _page(request, paper, form))


@posts_required(*READERS)
@shows_refusals
def preview(request: OfficerRequest, pk: int) -> HttpResponse:
    """The paper as it would be issued now."""
    paper = get_object_or_404(papers_of(request.user), pk=pk)
    figures = figures_of(paper.project, paper.figures_as_of, request.user)
    context = {
        "paper": paper,
        "issues": issues_of(paper, request.user),
        "may_write": request.user.holds(Post.PERFORMANCE),
        **report.context(papers.said(paper, figures), figures, timezone.now()),
    }
    return render(request, "performance/preview.html", context)


@require_POST
@posts_required(Post.PERFORMANCE)
@shows_refusals
def paper_setting(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change the day of the figures, the annex number, the guidance."""
    paper = get_object_or_404(papers_of(request.user), pk=pk)
    form = SettingForm(request.POST)
    if not form.is_valid():
        raise CaseError(
            *(
                f"{form[name].label}：{'；'.join(map(str, faults))}"
                for name, faults in form.errors.items()
            )
        )
    papers.set_out(paper.pk, form.setting(), by=request.user, at=timezone.now())
    messages.success(request, "报告设置已保存，数据按新的截止日期列示")
    return redirect("performance:paper", paper.pk)


def _save(request: OfficerRequest, paper: Paper, form: ParagraphsForm) -> HttpResponse:
    """Save what changed; when the paper is asked for, issue it too."""
    now = timezone.now()
    changed = papers.edit(paper.pk, form.changed(), by=request.user, at=now)
    drafts.throw_away(_draft(paper), by=request.user)
    if request.POST.get("deed") == "issue":
        token = request.POST.get("token", "")
        issue = papers.issue(paper.pk, token=token, by=request.user, at=now)
        return redirect("pension:job", issue.job_id)
    messages.success(request, f"已保存 {len(changed)} 节" if changed else "内容没有变化")
    return redirect("performance:paper", paper.pk)


def _page(request: OfficerRequest, paper: Paper, form: ParagraphsForm) -> dict[str, Any]:
    figures = figures_of(paper.project, paper.figures_as_of, request.user)
    project = paper.project
    return {
        "paper": paper,
        "form": form,
        "token": uuid.uuid4().hex,
        "draft_url": reverse("pension:draft", args=[_draft(paper)]),
        "setting_form": SettingForm.of(paper),
        "issues": issues_of(paper, request.user),
        "groups": named_figures(figures, project=project.name, unit=project.unit_name),
    }


def _draft(paper: Paper) -> str:
    return f"paper-{paper.pk}"
