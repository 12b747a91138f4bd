"""An open joint review is cancelled with a reason; its people wait for a list again."""

import pytest

from enrollment.models import DepartmentOpinion, ReviewState
from enrollment.queries import reviews as queries
from enrollment.services import reviews
from pension.models import AuditEntry
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.enrollment.browsing import SignIn, said, text_of, url
from tests.factories.kernel import holder, place
from tests.factories.rounds import STREET, TODAY, agreed, opened

pytestmark = pytest.mark.django_db


def test_the_people_of_a_cancelled_review_wait_for_a_new_list() -> None:
    officer = holder(Post.JOINT_REVIEW)
    review = agreed(2, by=officer)

    count = reviews.cancel(review.pk, reason="联审改期", by=officer, at=NOON)

    review.refresh_from_db()
    assert (count, review.state, review.cancel_reason) == (2, ReviewState.CANCELLED, "联审改期")
    assert queries.waiting_cases(officer, place(STREET)).count() == 2
    assert DepartmentOpinion.objects.filter(review=review).count() == 3
    assert AuditEntry.objects.get(action="取消联审").detail["reason"] == "联审改期"
    again = reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)
    assert again.entries.count() == 2


def test_a_cancelled_review_is_neither_concluded_nor_cancelled_again() -> None:
    officer = holder(Post.JOINT_REVIEW)
    review = agreed(1, by=officer)
    reviews.cancel(review.pk, reason="联审改期", by=officer, at=NOON)

    for decide in (reviews.conclude, lambda pk, **who: reviews.cancel(pk, reason="再", **who)):
        with pytest.raises(CaseError, match="已取消，不能再改"):
            decide(review.pk, by=officer, at=NOON)


def test_a_concluded_review_is_not_cancelled() -> None:
    officer = holder(Post.JOINT_REVIEW)
    review = agreed(1, by=officer)
    reviews.conclude(review.pk, by=officer, at=NOON)

    with pytest.raises(CaseError, match="已办结，不能再改"):
        reviews.cancel(review.pk, reason="反悔", by=officer, at=NOON)


def test_cancelling_needs_a_reason_and_the_post() -> None:
    review = opened(1)

    with pytest.raises(CaseError, match="请填写取消联审的理由"):
        reviews.cancel(review.pk, reason=" ", by=holder(Post.JOINT_REVIEW), at=NOON)
    with pytest.raises(CaseError, match="「联审」岗位"):
        reviews.cancel(review.pk, reason="改期", by=holder(Post.SECOND_CHECK), at=NOON)


def test_a_review_is_cancelled_on_its_page(sign_in: SignIn) -> None:
    review = opened(1)
    browser = sign_in(holder(Post.JOINT_REVIEW))

    silent = browser.post(url("review_cancel", review.pk))
    answer = browser.post(url("review_cancel", review.pk), {"reason": "名单有误"})

    assert "请填写取消联审的理由" in said(silent)
    assert "1 人回到待联审" in said(answer)
    shown = text_of(browser.get(url("review", review.pk)))
    assert "名单有误" in shown
    assert "办结联审" not in shown
