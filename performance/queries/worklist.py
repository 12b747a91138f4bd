"""What the officer finds on the first page and in the navigation."""

from datetime import date

from django.urls import reverse

from pension.models import Officer
from pension.queries.worklist import NavItem, Tile
from pension.vocabulary.posts import Post
from performance.queries.papers import never_issued

READERS = (Post.PERFORMANCE, Post.DIRECTOR, Post.INSPECT)


def tiles(officer: Officer, today: date) -> list[Tile]:
    """Papers that the performance post has begun and not issued yet."""
    if not officer.holds(Post.PERFORMANCE):
        return []
    waiting = never_issued(officer)
    url = reverse("performance:projects")
    return [Tile("自评报告待生成", waiting, url, "已建立，还没有生成过")] if waiting else []


def navigation(officer: Officer, today: date) -> list[NavItem]:
    """The entry of those who write or read the papers."""
    if not officer.holds(*READERS):
        return []
    return [NavItem("绩效自评", reverse("performance:projects"))]
