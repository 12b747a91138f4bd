"""Posts that may not meet in one person, and posts that an office does not have."""

import pytest

from pension.vocabulary.posts import OFFICE_POSTS, OfficeKind, Post, conflicts, impossible_in


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Post.PREPARE, Post.INSPECT),
        (Post.PREPARE, Post.CASHIER),
        (Post.SECOND_CHECK, Post.DIRECTOR),
        (Post.CASHIER, Post.RECONCILE),
        (Post.SYSTEM, Post.INSPECT),
        (Post.MERGE, Post.SECOND_CHECK),
        (Post.STREET_ENTRY, Post.STREET_REVIEW),
    ],
)
def test_posts_of_separate_lines_may_not_meet(first: Post, second: Post) -> None:
    assert conflicts([first, second], single_clerk=False)
    assert conflicts([second, first], single_clerk=True)


def test_business_posts_without_a_bar_may_meet() -> None:
    assert conflicts([Post.MERGE, Post.PREPARE, Post.PERFORMANCE], single_clerk=False) == []


def test_entry_and_community_confirmation_meet_only_where_a_village_has_one_clerk() -> None:
    both = [Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM]

    assert conflicts(both, single_clerk=True) == []
    assert conflicts(both, single_clerk=False)


def test_every_post_belongs_to_exactly_one_kind_of_office() -> None:
    homes = [post for posts in OFFICE_POSTS.values() for post in posts]

    assert sorted(homes) == sorted(Post)


def test_an_office_refuses_a_post_that_it_does_not_have() -> None:
    assert impossible_in(OfficeKind.COMMUNITY, [Post.CASHIER]) == ["社区没有「出纳放行」岗位"]
    assert impossible_in(OfficeKind.BUREAU, [Post.CASHIER]) == []
