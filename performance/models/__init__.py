"""Tables of how well the money worked."""

from performance.models.papers import Paper, PaperIssue, PaperKind, Paragraph
from performance.models.projects import Project

__all__ = ["Paper", "PaperIssue", "PaperKind", "Paragraph", "Project"]
