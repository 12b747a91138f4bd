"""The pages of notices and objections: whose rows they show, what a click does."""

import pytest
from django.utils import timezone

from enrollment.models import Case, Objection, PublicNotice
from enrollment.queries.notices import fingerprint
from enrollment.services import notices
from enrollment.workflow.states import CaseState
from pension.vocabulary.posts import Post
from tests.enrollment.browsing import SignIn, said, text_of, url
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import holder, place
from tests.factories.rounds import COMMUNITY, OTHER_STREET, objected, opened, posted

pytestmark = pytest.mark.django_db


def test_the_waiting_list_is_posted_by_what_was_seen(sign_in: SignIn) -> None:
    rules()
    first, second = case_in(CaseState.NOTICE), case_in(CaseState.NOTICE)
    browser = sign_in(holder(Post.STREET_REVIEW))
    page = url("notice_new", place(COMMUNITY).pk)

    shown = text_of(browser.get(page))
    answer = browser.post(
        page,
        {
            "posted_on": timezone.localdate(),
            "seen": fingerprint([first.pk, second.pk]),
            "left_out": [second.pk],
        },
    )

    notice = PublicNotice.objects.get()
    assert first.person.masked_identity in shown
    assert first.person.identity_number not in shown
    assert answer.url == url("notice", notice.pk)
    assert [entry.case_id for entry in notice.entries.all()] == [first.pk]


def test_the_page_of_a_notice_says_why_it_cannot_be_closed_yet(sign_in: SignIn) -> None:
    rules()
    case_in(CaseState.NOTICE)
    moment = timezone.now()
    reviewer = holder(Post.STREET_REVIEW)
    Case.objects.update(state_since=moment)
    where = place(COMMUNITY)
    day = timezone.localdate(moment)
    notice = notices.post(where, posted_on=day, by=reviewer, at=moment).notice

    page = text_of(sign_in(reviewer).get(url("notice", notice.pk)))

    assert "还剩 7 天" in page
    assert 'aria-disabled="true"' in page


def test_closing_names_those_who_stay(sign_in: SignIn) -> None:
    notice = objected().entry.notice

    answer = sign_in(holder(Post.STREET_REVIEW)).post(url("notice_close", notice.pk))

    assert "有 1 件异议未结" in said(answer)


def test_an_objection_goes_from_the_entry_to_its_end(sign_in: SignIn) -> None:
    notice = posted(1)
    browser = sign_in(holder(Post.STREET_REVIEW))
    entry = notice.entries.get()

    browser.post(
        url("objection_new", entry.pk),
        {"received_on": "2022-11-01", "raised_by": "演示村民", "content": "户口已迁出"},
    )
    raised = Objection.objects.get()
    browser.post(
        url("objection_uphold", raised.pk), {"finding": "重核面积", "then": CaseState.DEPARTMENTS}
    )

    assert Case.objects.get(pk=entry.case_id).state == CaseState.DEPARTMENTS


def test_an_incomplete_finding_changes_nothing(sign_in: SignIn) -> None:
    raised = objected()
    browser = sign_in(holder(Post.STREET_REVIEW))

    rejected = browser.post(url("objection_reject", raised.pk), {"finding": ""})
    upheld = browser.post(url("objection_uphold", raised.pk), {"finding": "属实", "then": "x"})

    raised.refresh_from_db()
    assert "调查情况" in said(rejected)
    assert "本件怎么办" in said(upheld)
    assert raised.outcome == ""


@pytest.mark.parametrize("name", ["notice", "notice_close", "notice_print"])
def test_another_streets_notice_is_not_found(name: str, sign_in: SignIn) -> None:
    notice = posted()
    browser = sign_in(holder(Post.STREET_REVIEW, OTHER_STREET))
    call = browser.get if name == "notice" else browser.post

    assert call(url(name, notice.pk)).status_code == 404


def test_another_streets_objections_places_and_reviews_are_not_found(sign_in: SignIn) -> None:
    raised = objected()
    review = opened()
    browser = sign_in(holder(Post.STREET_REVIEW, OTHER_STREET))

    pages = [
        url("objection", raised.pk),
        url("objection_new", raised.entry_id),
        url("notice_new", place(COMMUNITY).pk),
        url("review", review.pk),
    ]

    assert {browser.get(page).status_code for page in pages} == {404}
