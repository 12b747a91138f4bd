"""Projects with their papers, and the issues of a paper with their files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from pension.models import JobFile, JobState, Officer
from performance.models import Paper, PaperIssue, Project


@dataclass(frozen=True, slots=True)
class Issued:
    """An issue as the page lists it; ``file_id`` is None until the paper is set."""

    issue: PaperIssue
    state: str
    is_failed: bool
    file_id: int | None
    file_name: str


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as the list shows it."""

    project: Project
    paper: Paper | None
    issues: int


def papers_of(officer: Officer) -> QuerySet[Paper]:
    """The papers that an officer sees, with their projects."""
    return Paper.objects.visible_to(officer).select_related("project__district")


def project_rows(officer: Officer) -> list[ProjectRow]:
    """The projects that an officer sees, the latest year first."""
    projects = Project.objects.visible_to(officer).prefetch_related("papers__issues")
    rows = []
    for project in projects:
        paper = next(iter(project.papers.all()), None)
        rows.append(ProjectRow(project, paper, len(paper.issues.all()) if paper else 0))
    return rows


def never_issued(officer: Officer) -> int:
    """How many papers were opened and never issued."""
    return Paper.objects.visible_to(officer).filter(issues__isnull=True).count()


def issues_of(paper: Paper) -> Sequence[Issued]:
    """The issues of a paper, the latest first; earlier ones stay to be downloaded."""
    issues = list(paper.issues.select_related("issued_by", "job"))
    jobs = [issue.job_id for issue in issues]
    files = {one.job_id: one for one in JobFile.objects.filter(job__in=jobs)}
    found = []
    for issue in issues:
        state = JobState(issue.job.state) if issue.job else JobState.QUEUED
        file = files.get(issue.job_id or 0)
        found.append(
            Issued(
                issue,
                state.label,
                state is JobState.FAILED,
                file.pk if file else None,
                file.name if file else "",
            )
        )
    return found
