"""Staged imports: upload → every row checked → preview → confirm → good rows committed.

An app registers an `ImportKind` in its `imports` package, which every process loads at start. The
kernel stages, checks, previews, gives back and commits; the kind says what a sheet holds, what its
rows are refused for and what becomes of good ones.
"""

from pension.services.uploads.checking import CHECK_JOB
from pension.services.uploads.committing import COMMIT_JOB
from pension.services.uploads.kinds import Examined, ImportKind, Scene, kind_of, kinds, register
from pension.services.uploads.staging import (
    discard,
    note_opening,
    request_commit,
    returned_name,
    stage,
)

__all__ = [
    "CHECK_JOB",
    "COMMIT_JOB",
    "Examined",
    "ImportKind",
    "Scene",
    "discard",
    "kind_of",
    "kinds",
    "note_opening",
    "register",
    "request_commit",
    "returned_name",
    "stage",
]
