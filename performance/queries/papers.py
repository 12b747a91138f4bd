"""Projects with their papers, and the issues of a paper with their files."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.db.models import QuerySet

from pension.models import JobFile, JobState, Officer
from performance.models import Paper, PaperIssue, Project

KINDS = {".pdf": "PDF", ".docx": "Word"}


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A file of an issue, and what it is to be opened with."""

    key: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Issued:
    """An issue as the page lists it; it has no files until the paper is set."""

    issue: PaperIssue
    state: str
    is_failed: bool
    files: Sequence[IssuedFile]


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


def issues_of(paper: Paper, officer: Officer) -> Sequence[Issued]:
    """The issues of a paper, the latest first, with the files that ``officer`` may open."""
    issues = list(paper.issues.select_related("issued_by", "job"))
    files: dict[int, list[IssuedFile]] = defaultdict(list)
    jobs = [issue.job_id for issue in issues]
    for file in JobFile.objects.visible_to(officer).filter(job__in=jobs).order_by("-name"):
        kind = KINDS[PurePath(file.name).suffix]
        files[file.job_id].append(IssuedFile(file.pk, file.name, kind))
    found = []
    for issue in issues:
        state = JobState(issue.job.state) if issue.job else JobState.QUEUED
        is_failed = state is JobState.FAILED
        found.append(Issued(issue, state.label, is_failed, files[issue.job_id or 0]))
    return found
