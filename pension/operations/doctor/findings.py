"""What the check of a machine says about one thing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Clock = Callable[[], datetime]


class Grade(StrEnum):
    """How a thing is; the value is the mark in front of its line."""

    FINE = "✓"
    ADVICE = "！"
    WRONG = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; whatever isn't fine comes with its cure."""

    grade: Grade
    subject: str
    says: str
    cure: str = ""

    def __str__(self) -> str:
        line = f"{self.grade} {self.subject}：{self.says}"
        return f"{line}\n    办法：{self.cure}" if self.cure else line


def fine(subject: str, says: str) -> Finding:
    """A thing in order."""
    return Finding(Grade.FINE, subject, says)


def advice(subject: str, says: str, cure: str) -> Finding:
    """A thing that works, but should be otherwise before the system is used in earnest."""
    return Finding(Grade.ADVICE, subject, says, cure)


def wrong(subject: str, says: str, cure: str) -> Finding:
    """A thing that doesn't work."""
    return Finding(Grade.WRONG, subject, says, cure)
