"""The check of a machine: is everything there that the product needs, and in order?"""

from collections.abc import Iterator

from pension.operations.doctor import data, papers, queue, safety, storage
from pension.operations.doctor.findings import Clock, Finding, Grade

__all__ = ["Finding", "Grade", "examine"]


def examine(clock: Clock) -> Iterator[Finding]:
    """Look at one thing after the other; a thing that fails doesn't hide those after it."""
    yield from papers.examine()
    yield from data.examine(clock)
    yield from storage.examine()
    yield from queue.examine()
    yield from safety.examine()
