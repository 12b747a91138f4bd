"""Where the work of a post begins: one click from the first page."""

from dataclasses import dataclass

from django.urls import reverse

from pension.models import Officer
from pension.vocabulary.posts import Post


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A button on the first page."""

    label: str
    url: str


# Label, name of the address, what the address names.
BEGINNINGS: dict[Post, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    Post.COMMUNITY_ENTRY: (
        ("上传花名册", "pension:upload_new", ("roster",)),
        ("手工录入一件", "enrollment:case_new", ()),
    ),
    Post.MERGE: (("上传期初数据", "pension:upload_new", ("opening",)),),
    Post.PREPARE: (
        ("批量核算", "subsidies:runs", ()),
        ("编制批次", "subsidies:batch_new", ()),
    ),
    Post.SYSTEM: (("开立账号", "pension:officer_new", ()),),
}


def shortcuts_of(officer: Officer) -> list[Shortcut]:
    """The buttons for the posts that the officer holds."""
    return [
        Shortcut(label, reverse(name, args=args))
        for post, beginnings in BEGINNINGS.items()
        if officer.holds(post)
        for label, name, args in beginnings
    ]
