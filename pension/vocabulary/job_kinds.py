"""Kinds of background jobs: who may ask for one, who may open what it gives out, which queue.

A kind is declared beside the service or handler that asks for it, before anything can be asked for
or handled: a kind that says nothing about its posts does not come into being.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pension.vocabulary.posts import Post

DEFAULT_QUEUE = "work"
ANY_POST = tuple(Post)  # for kinds whose handler asks for the posts of its own subject


@dataclass(frozen=True, slots=True)
class JobKind:
    """What holds for all jobs of a kind; ``readers`` open the files, ``posts`` ask for the job."""

    posts: tuple[Post, ...]
    readers: tuple[Post, ...]
    queue: str


_KINDS: dict[str, JobKind] = {}


def declare(
    name: str,
    *,
    posts: Iterable[Post],
    readers: Iterable[Post] = (),
    queue: str = DEFAULT_QUEUE,
) -> str:
    """Say who may ask for jobs of a kind, and by which queue they go; returns the name.

    ``readers`` may open what such a job gives out; without them those who may ask for it do.
    """
    asking = tuple(posts)
    _KINDS[name] = JobKind(asking, tuple(readers) or asking, queue)
    return name


def kind_of(name: str) -> JobKind:
    """What was declared of a kind; ``KeyError`` for one that was not."""
    return _KINDS[name]


def queue_of(name: str) -> str:
    """The queue of a kind; a job of a kind that is gone goes where most go, and fails there."""
    return _KINDS[name].queue if name in _KINDS else DEFAULT_QUEUE


def is_asked_by(name: str, posts: Collection[Post]) -> bool:
    """Whether a holder of ``posts`` may have jobs of a kind done; of one never declared nobody."""
    return name in _KINDS and not set(_KINDS[name].posts).isdisjoint(posts)


def read_by(posts: Collection[Post]) -> list[str]:
    """The kinds whose files a holder of ``posts`` may open; never one that nobody declared."""
    return [name for name, kind in _KINDS.items() if not set(kind.readers).isdisjoint(posts)]


def declared() -> list[str]:
    """Every kind, in the order of declaration."""
    return list(_KINDS)
