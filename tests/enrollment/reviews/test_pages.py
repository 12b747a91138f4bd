"""The pages of joint reviews and of the progress of streets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from enrollment.services import reviews
from enrollment.workflow.states import CaseState, Opinion
from pension.models import AuditEntry
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.enrollment.browsing import SignIn, said, text_of, url
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import holder, place
from tests.factories.rounds import STREET, opened

pytestmark = pytest.mark.django_db


def test_a_review_goes_from_the_list_to_its_conclusion(sign_in: SignIn) -> None:
    rules()
    passing, failing = case_in(CaseState.JOINT_REVIEW), case_in(CaseState.JOINT_REVIEW)
    browser = sign_in(holder(Post.JOINT_REVIEW))
    words = {
        f"word{n}-{name}": value
        for n in range(3)
        for name, value in (("opinion", "agree"), ("signed_by", "演示处长"))
    }

    page = browser.post(url("review_new", place(STREET).pk), {"held_on": timezone.localdate()}).url
    browser.post(
        f"{page}mark/",
        {"rows": [failing.pk], "return_to": "street", "reason": "缺证明", "action": "mark"},
    )
    scan = SimpleUploadedFile("名单.pdf", b"%PDF-1.7")
    browser.post(f"{page}opinions/", {**words, "scan": scan})
    concluded = browser.post(f"{page}conclude/")

    assert "通过 1 人，退回 1 人" in said(concluded)
    passing.refresh_from_db()
    failing.refresh_from_db()
    assert (passing.state, failing.state) == (CaseState.SECOND_CHECK, CaseState.STREET)


def test_words_without_scan_or_signer_come_back_to_the_form(sign_in: SignIn) -> None:
    review = opened()
    browser = sign_in(holder(Post.JOINT_REVIEW))

    answer = browser.post(url("review_opinions", review.pk), {"word0-opinion": "agree"})

    assert answer.status_code == 200
    assert "请填写签字人" in text_of(answer)
    assert not review.opinions.exists()


def test_a_mark_without_a_reason_is_refused(sign_in: SignIn) -> None:
    review = opened(1)
    keys = [review.entries.get().case_id]
    browser = sign_in(holder(Post.JOINT_REVIEW))

    answer = browser.post(url("review_mark", review.pk), {"rows": keys, "return_to": "street"})

    assert "填写理由" in said(answer)
    assert review.entries.get().opinion == ""


def test_a_department_scan_is_shown_and_leaves_a_trace(sign_in: SignIn) -> None:
    review = opened(1)
    officer = holder(Post.JOINT_REVIEW)
    word = reviews.Said("公安机关", Opinion.AGREE, "演示所长")
    scan = SimpleUploadedFile("名单.pdf", b"%PDF-1.7")
    reviews.enter_opinions(review.pk, [word], scan=scan, by=officer, at=NOON)

    shown = sign_in(officer).get(url("review_scan", review.pk, review.opinions.get().pk))

    assert b"".join(shown.streaming_content) == b"%PDF-1.7"
    assert AuditEntry.objects.filter(action="查看联审意见扫描件").exists()


def test_people_at_each_step_are_told_by_street(sign_in: SignIn) -> None:
    for state in (CaseState.ENTERED, CaseState.JOINT_REVIEW, CaseState.CONFIRMED):
        case_in(state)
    case_in(CaseState.MERGING)
    case_in(CaseState.REFUSED)

    page = sign_in(holder(Post.JOINT_REVIEW)).get(url("progress"))

    assert page.context["totals"] == [1, 0, 0, 0, 0, 1, 0, 1]
    assert page.context["people"] == 3
