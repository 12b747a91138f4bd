"""Which posts of which place nobody holds: where a case would wait for ever."""

from collections import defaultdict
from dataclasses import dataclass

from pension.models import Office, Officer, PostHolding
from pension.vocabulary.posts import OFFICE_POSTS, OfficeKind, Post, conflicts


@dataclass(frozen=True, slots=True)
class PostCover:
    """One post of one office with the names of those who hold it and can sign in."""

    post: str
    holders: tuple[str, ...]

    @property
    def is_missing(self) -> bool:
        """Whether nobody is there."""
        return not self.holders


@dataclass(frozen=True, slots=True)
class OfficeCover:
    """The posts of one office."""

    office_id: int
    office: str
    region: str
    posts: tuple[PostCover, ...]

    @property
    def missing_count(self) -> int:
        """How many posts nobody holds."""
        return sum(post.is_missing for post in self.posts)


@dataclass(frozen=True, slots=True)
class Bar:
    """A post with those that its holder may not have beside it."""

    post: str
    others: tuple[str, ...]


def barred_posts() -> list[Bar]:
    """The matrix of posts that one person may not hold together, a row per post."""
    return [
        Bar(post.label, tuple(other.label for other in posts if _may_not_meet(post, other)))
        for posts in OFFICE_POSTS.values()
        for post in posts
    ]


def _may_not_meet(post: Post, other: Post) -> bool:
    return post is not other and bool(conflicts([post, other], single_clerk=False))


def coverage(officer: Officer) -> list[OfficeCover]:
    """Every active office that ``officer`` sees with the holders of its posts."""
    holders: dict[tuple[int, str], list[str]] = defaultdict(list)
    held = PostHolding.objects.filter(ended_at__isnull=True, officer__is_active=True)
    for office_id, post, name in held.values_list("officer__office_id", "post", "officer__name"):
        holders[office_id, post].append(name)
    offices = Office.objects.visible_to(officer).filter(is_active=True).select_related("region")
    return [
        OfficeCover(
            office.pk,
            office.name,
            office.region.name,
            tuple(_cover(post, holders[office.pk, post]) for post in _posts_of(office)),
        )
        for office in offices
    ]


def _posts_of(office: Office) -> tuple[Post, ...]:
    return OFFICE_POSTS[OfficeKind(office.kind)]


def _cover(post: Post, names: list[str]) -> PostCover:
    return PostCover(post.label, tuple(sorted(names)))
