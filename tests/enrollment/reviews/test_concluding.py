"""Joint reviews: who is marked, who passes, what holds the conclusion up."""

from datetime import timedelta

import pytest

from enrollment.models import Case, JointReview, ReviewState
from enrollment.queries.reviews import waiting_streets
from enrollment.services import reviews
from enrollment.services.confirmations import send_back
from enrollment.workflow.states import CaseState, Opinion
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import holder, place
from tests.factories.rounds import DEPARTMENTS, STREET, TODAY, agreed, opened, scan, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Officer:
    return holder(Post.JOINT_REVIEW)


def states(review: JointReview) -> list[str]:
    return list(review.entries.values_list("case__state", flat=True))


def test_when_all_departments_agree_the_list_passes_in_one_go(officer: Officer) -> None:
    review = agreed(120, by=officer)

    concluded = reviews.conclude(review.pk, by=officer, at=NOON)

    assert len(concluded.passed) == 120
    assert set(states(review)) == {CaseState.SECOND_CHECK}
    assert set(review.entries.values_list("opinion", flat=True)) == {Opinion.AGREE}
    review.refresh_from_db()
    assert (review.state, review.concluded_by) == (ReviewState.CONCLUDED, officer)


def test_before_the_conclusion_nobody_has_passed(officer: Officer) -> None:
    review = agreed(by=officer)

    assert set(review.entries.values_list("opinion", flat=True)) == {""}


@pytest.mark.parametrize("missing", DEPARTMENTS)
def test_a_department_that_has_not_spoken_holds_the_conclusion_up(
    missing: str, officer: Officer
) -> None:
    review = opened(by=officer)
    others = [name for name in DEPARTMENTS if name != missing]
    reviews.enter_opinions(
        review.pk, words(Opinion.AGREE, *others), scan=scan(), by=officer, at=NOON
    )

    with pytest.raises(CaseError, match=f"{missing}的意见尚未录入"):
        reviews.conclude(review.pk, by=officer, at=NOON)

    assert set(states(review)) == {CaseState.JOINT_REVIEW}


def test_a_department_that_disagrees_holds_up_those_who_are_to_pass(officer: Officer) -> None:
    review = agreed(by=officer)
    reviews.enter_opinions(
        review.pk, words(Opinion.DISAGREE, "公安机关"), scan=scan(), by=officer, at=NOON
    )

    with pytest.raises(CaseError, match="公安机关不同意"):
        reviews.conclude(review.pk, by=officer, at=NOON)


def test_a_department_may_disagree_when_everybody_goes_back(officer: Officer) -> None:
    review = agreed(by=officer)
    reviews.enter_opinions(
        review.pk, words(Opinion.DISAGREE, "公安机关"), scan=scan(), by=officer, at=NOON
    )
    everybody = list(review.entries.values_list("case_id", flat=True))
    reviews.mark_failed(
        review.pk, everybody, reason="户籍不符", return_to=CaseState.STREET, by=officer, at=NOON
    )

    reviews.conclude(review.pk, by=officer, at=NOON)

    assert set(states(review)) == {CaseState.STREET}


def test_a_marked_case_goes_back_to_the_named_step_with_its_reason(officer: Officer) -> None:
    review = agreed(3, by=officer)
    failed = review.entries.first()
    assert failed is not None
    reviews.mark_failed(
        review.pk,
        [failed.case_id],
        reason="面积需重核",
        return_to=CaseState.DEPARTMENTS,
        by=officer,
        at=NOON,
    )

    concluded = reviews.conclude(review.pk, by=officer, at=NOON)

    case = Case.objects.get(pk=failed.case_id)
    assert concluded.failed == [case.pk]
    assert (case.state, case.round) == (CaseState.DEPARTMENTS, 2)
    assert case.events.latest("at", "pk").reason == "面积需重核"
    assert states(review).count(CaseState.SECOND_CHECK) == 2


def test_a_mark_can_be_taken_back(officer: Officer) -> None:
    review = agreed(1, by=officer)
    entry = review.entries.get()
    mark = {"reason": "面积需重核", "return_to": CaseState.STREET, "by": officer, "at": NOON}
    reviews.mark_failed(review.pk, [entry.case_id], **mark)

    reviews.unmark(review.pk, [entry.case_id], by=officer, at=NOON)
    reviews.conclude(review.pk, by=officer, at=NOON)

    assert states(review) == [CaseState.SECOND_CHECK]


@pytest.mark.parametrize(
    ("reason", "target", "why"),
    [
        (" ", CaseState.STREET, "理由"),
        ("缺证明", CaseState.JOINT_REVIEW, "退回到哪一步"),
        ("缺证明", CaseState.CONFIRMED, "退回到哪一步"),
    ],
)
def test_a_mark_needs_a_reason_and_an_earlier_step(
    reason: str, target: CaseState, why: str, officer: Officer
) -> None:
    review = opened(1, by=officer)
    keys = [review.entries.get().case_id]

    with pytest.raises(CaseError, match=why):
        reviews.mark_failed(review.pk, keys, reason=reason, return_to=target, by=officer, at=NOON)


def test_a_case_sent_back_meanwhile_has_left_the_list(officer: Officer) -> None:
    review = agreed(2, by=officer)
    gone = review.entries.first()
    assert gone is not None
    send_back(
        [gone.case_id], "return_joint", CaseState.STREET, by=officer, at=NOON, reason="补证明"
    )

    concluded = reviews.conclude(review.pk, by=officer, at=NOON)

    assert gone.case_id not in concluded.passed
    gone.refresh_from_db()
    assert gone.opinion == ""


def test_whoever_acted_elsewhere_on_a_case_leaves_it_for_the_next_list(officer: Officer) -> None:
    review = agreed(2, by=officer)
    entry = review.entries.first()
    assert entry is not None
    entry.case.desks.create(officer=officer, desk=Desk.STREET)

    concluded = reviews.conclude(review.pk, by=officer, at=NOON)

    entry.refresh_from_db()
    assert list(concluded.refused) == [entry.case_id]
    assert (entry.opinion, entry.set_aside_at) == ("", NOON)
    assert [row.waiting for row in waiting_streets(officer)] == [1]


def test_a_review_is_concluded_once(officer: Officer) -> None:
    review = agreed(by=officer)
    reviews.conclude(review.pk, by=officer, at=NOON)

    with pytest.raises(CaseError, match="已办结，不能再改"):
        reviews.conclude(review.pk, by=officer, at=NOON)


def test_a_review_is_not_concluded_before_its_day(officer: Officer) -> None:
    rules()
    case_in(CaseState.JOINT_REVIEW)
    later = TODAY + timedelta(days=3)
    review = reviews.open_review(place(STREET), held_on=later, by=officer, at=NOON)
    reviews.enter_opinions(review.pk, words(), scan=scan(), by=officer, at=NOON)

    with pytest.raises(CaseError, match="当天及以后"):
        reviews.conclude(review.pk, by=officer, at=NOON)
