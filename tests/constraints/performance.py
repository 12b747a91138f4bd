"""Rows for the constraints of the papers of the bureau."""

from itertools import count

from pension.vocabulary.posts import Post
from performance.models import Paper, PaperIssue, Paragraph, Project
from tests.clock import NOON
from tests.constraints.kernel import job
from tests.constraints.register import twins
from tests.factories.kernel import district, holder

_numbers = count(1)


def project() -> Project:
    """A project of the bureau."""
    name = f"演示项目{next(_numbers)}"
    return Project.objects.create(district=district(), year=2022, name=name, unit_name="演示单位")


def paper() -> Paper:
    """A paper of a project."""
    return Paper.objects.create(
        project=project(),
        kind="self_evaluation",
        figures_as_of=NOON.date(),
        created_by=holder(Post.PERFORMANCE),
        created_at=NOON,
    )


def paragraph() -> Paragraph:
    """A paragraph of a paper."""
    of = paper()
    slot = f"演示{next(_numbers)}"
    return Paragraph.objects.create(paper=of, slot=slot, edited_by=of.created_by, edited_at=NOON)


def issue() -> PaperIssue:
    """An issue of a paper."""
    of = paper()
    return PaperIssue.objects.create(
        paper=of,
        number=next(_numbers),
        figures={},
        text={},
        taken_at=NOON,
        job=job(),
        issued_by=of.created_by,
    )


twins(project, "project_once_a_year")
twins(paper, "paper_once_per_project")
twins(paragraph, "paragraph_once_per_slot")
twins(issue, "issue_number_once", "PaperIssue.job")
