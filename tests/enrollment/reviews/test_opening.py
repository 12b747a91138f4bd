"""Joint reviews: opening a list, entering what the departments signed."""

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import DepartmentOpinion, JointReview, ReviewEntry, ReviewState
from enrollment.services import reviews
from enrollment.services.reviews import Said
from enrollment.workflow.states import CaseState, Opinion
from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import holder, place
from tests.factories.rounds import STREET, TODAY, agreed, opened, scan, words

pytestmark = pytest.mark.django_db
ELSEWHERE = "53011400600101"


@pytest.fixture
def officer() -> Officer:
    return holder(Post.JOINT_REVIEW)


def states(review: JointReview) -> list[str]:
    return list(review.entries.values_list("case__state", flat=True))


def test_a_list_takes_in_all_waiting_cases_of_the_street_alone(officer: Officer) -> None:
    case_in(CaseState.JOINT_REVIEW, code=ELSEWHERE)

    review = opened(3, by=officer)

    assert review.number == "LS-2022-0001"
    assert review.entries.count() == 3
    assert not review.is_supplementary


def test_only_one_review_of_a_street_is_open(officer: Officer) -> None:
    opened(by=officer)
    case_in(CaseState.JOINT_REVIEW)

    with pytest.raises(CaseError, match="正在进行"):
        reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)

    assert JointReview.objects.filter(state=ReviewState.OPEN).count() == 1


def test_the_database_refuses_a_second_open_review_of_a_street(officer: Officer) -> None:
    first = opened(by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        JointReview.objects.create(
            number="LS-2022-9999",
            street=first.street,
            held_on=TODAY,
            opened_by=officer,
            opened_at=NOON,
        )


def test_late_comers_go_on_a_supplementary_list(officer: Officer) -> None:
    review = agreed(by=officer)
    late = case_in(CaseState.JOINT_REVIEW)
    reviews.conclude(review.pk, by=officer, at=NOON)

    second = reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)

    late.refresh_from_db()
    assert second.is_supplementary
    assert list(second.entries.values_list("case_id", flat=True)) == [late.pk]
    assert late.is_supplementary


def test_an_empty_list_is_not_opened(officer: Officer) -> None:
    rules()

    with pytest.raises(CaseError, match="没有待联审"):
        reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)


def test_departments_that_the_rules_leave_empty_are_refused_by_name(officer: Officer) -> None:
    rules(departments=[])
    case_in(CaseState.JOINT_REVIEW)

    with pytest.raises(CaseError, match="联审部门"):
        reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)

    assert not JointReview.objects.exists()


def test_a_paper_needs_its_scan(officer: Officer) -> None:
    review = opened(by=officer)

    with pytest.raises(CaseError, match="扫描件"):
        reviews.enter_opinions(review.pk, words(), scan=None, by=officer, at=NOON)

    assert not DepartmentOpinion.objects.exists()


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (Said("财政局", Opinion.AGREE, "演示处长"), "不是本次联审的部门"),
        (Said("公安机关", Opinion.AGREE, " "), "签字人"),
    ],
)
def test_a_strange_department_or_an_unsigned_word_is_refused(
    word: Said, why: str, officer: Officer
) -> None:
    review = opened(by=officer)

    with pytest.raises(CaseError, match=why):
        reviews.enter_opinions(review.pk, [word], scan=scan(), by=officer, at=NOON)


def test_a_word_entered_anew_replaces_the_old_and_the_trail_keeps_it(officer: Officer) -> None:
    review = opened(by=officer)
    first = words(Opinion.DISAGREE, "公安机关")
    reviews.enter_opinions(review.pk, first, scan=scan(), by=officer, at=NOON)

    reviews.enter_opinions(
        review.pk, words(Opinion.AGREE, "公安机关"), scan=scan(), by=officer, at=NOON
    )

    assert review.opinions.get().opinion == Opinion.AGREE
    trace = AuditEntry.objects.filter(action="代录联审意见").latest("pk")
    assert trace.detail["before"]["opinion"] == Opinion.DISAGREE


@pytest.mark.parametrize("post", [Post.SECOND_CHECK, Post.MERGE, Post.STREET_REVIEW])
def test_only_the_post_of_joint_review_works_on_a_list(post: Post, officer: Officer) -> None:
    review = agreed(by=officer)
    stranger = holder(post)

    for deed in (
        lambda: reviews.open_review(place(STREET), held_on=TODAY, by=stranger, at=NOON),
        lambda: reviews.enter_opinions(review.pk, words(), scan=scan(), by=stranger, at=NOON),
        lambda: reviews.conclude(review.pk, by=stranger, at=NOON),
    ):
        with pytest.raises(CaseError, match="联审"):
            deed()

    assert set(states(review)) == {CaseState.JOINT_REVIEW}


def test_the_database_refuses_a_failure_without_reason_and_target(officer: Officer) -> None:
    review = opened(1, by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        review.entries.update(opinion=Opinion.DISAGREE)


def test_the_database_refuses_a_case_twice_on_a_list(officer: Officer) -> None:
    review = opened(1, by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewEntry.objects.create(review=review, case=review.entries.get().case)


def test_the_database_refuses_a_conclusion_by_nobody(officer: Officer) -> None:
    review = opened(1, by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        JointReview.objects.filter(pk=review.pk).update(state=ReviewState.CONCLUDED)
