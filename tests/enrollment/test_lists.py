"""What all lists of the chain keep to: closed to other posts, no query more for a longer one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.services import opinion_sheets, rosters
from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.enrollment.browsing import SignIn, url
from tests.factories.enrollment import case_in
from tests.factories.kernel import holder, place
from tests.factories.rounds import COMMUNITY, TODAY, opened, posted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("rosters", Post.STREET_ENTRY),
        ("opinion_sheets", Post.STREET_REVIEW),
        ("merging", Post.SECOND_CHECK),
        ("notices", Post.CASHIER),
        ("progress", Post.CASHIER),
    ],
)
def test_a_page_is_closed_to_other_posts(name: str, post: Post, sign_in: SignIn) -> None:
    assert sign_in(holder(post)).get(url(name)).status_code == 403


@pytest.mark.parametrize("name", ["notice", "review", "merging", "opinion_sheet", "roster"])
def test_a_longer_list_asks_the_database_no_oftener(name: str, sign_in: SignIn) -> None:
    officers = {"merging": Post.MERGE, "opinion_sheet": Post.STREET_ENTRY}
    browser = sign_in(holder(officers.get(name, Post.SECOND_CHECK)))

    def queries(people: int) -> int:
        page = grow(name, people)
        browser.get(page)  # the first page of a session writes it
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        return len(asked)

    assert queries(2) == queries(9)


def grow(name: str, people: int) -> str:
    """A page whose list has so many people more."""
    if name == "notice":
        return url("notice", posted(people).pk)
    if name == "review":
        return url("review", opened(people).pk)
    if name == "merging":
        for _ in range(people):
            case_in(CaseState.MERGING)
        return url("merging")
    if name == "roster":
        keys = [case_in(CaseState.ENTERED).pk for _ in range(people)]
        clerk = holder(Post.COMMUNITY_ENTRY)
        return url("roster", rosters.register(keys, signed_on=TODAY, by=clerk, at=NOON).pk)
    for _ in range(people):
        case_in(CaseState.DEPARTMENTS)
    clerk = holder(Post.STREET_ENTRY)
    return url(
        "opinion_sheet",
        opinion_sheets.draw_up(place(COMMUNITY), Desk.AGRICULTURE, by=clerk, at=NOON).pk,
    )
