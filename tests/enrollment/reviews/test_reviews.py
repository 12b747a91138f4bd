"""Joint reviews: opening a list, the departments' words, marks, conclusion."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from enrollment.models import Case, DepartmentOpinion, JointReview, ReviewEntry, ReviewState
from enrollment.queries.reviews import waiting_streets
from enrollment.services import reviews
from enrollment.services.confirmations import send_back
from enrollment.services.reviews import Said
from enrollment.workflow.states import CaseState, Opinion
from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db
STREET = "530114005"
OTHER_STREET_GROUP = "53011400600101"
DEPARTMENTS = ("农业农村局", "自然资源局", "公安机关")
TODAY = NOON.date()


@pytest.fixture
def officer() -> Officer:
    return holder(Post.JOINT_REVIEW)


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.pdf", b"%PDF-1.7 signed")


def opened(officer: Officer, people: int = 2) -> JointReview:
    rules()
    for _ in range(people):
        case_in(CaseState.JOINT_REVIEW)
    return reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)


def said(opinion: Opinion = Opinion.AGREE, *departments: str) -> list[Said]:
    return [Said(name, opinion, "演示处长") for name in departments or DEPARTMENTS]


def agreed(officer: Officer, people: int = 2) -> JointReview:
    review = opened(officer, people)
    reviews.enter_opinions(review.pk, said(), scan=scan(), by=officer, at=NOON)
    return review


def states(review: JointReview) -> list[str]:
    return list(review.entries.values_list("case__state", flat=True))


def test_a_list_takes_in_all_waiting_cases_of_the_street_alone(officer: Officer) -> None:
    case_in(CaseState.JOINT_REVIEW, code=OTHER_STREET_GROUP)

    review = opened(officer, 3)

    assert review.number == "LS-2022-0001"
    assert review.entries.count() == 3
    assert not review.is_supplementary


def test_only_one_review_of_a_street_is_open(officer: Officer) -> None:
    opened(officer)
    case_in(CaseState.JOINT_REVIEW)

    with pytest.raises(CaseError, match="正在进行"):
        reviews.open_review(place(STREET), held_on=TODAY, by=officer, at=NOON)

    assert JointReview.objects.filter(state=ReviewState.OPEN).count() == 1


def test_the_database_refuses_a_second_open_review_of_a_street(officer: Officer) -> None:
    first = opened(officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        JointReview.objects.create(
            number="LS-2022-9999",
            street=first.street,
            held_on=TODAY,
            opened_by=officer,
            opened_at=NOON,
        )


def test_late_comers_go_on_a_supplementary_list(officer: Officer) -> None:
    review = agreed(officer)
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


def test_when_all_departments_agree_the_list_passes_in_one_go(officer: Officer) -> None:
    review = agreed(officer, 120)

    concluded = reviews.conclude(review.pk, by=officer, at=NOON)

    assert len(concluded.passed) == 120
    assert set(states(review)) == {CaseState.SECOND_CHECK}
    assert set(review.entries.values_list("opinion", flat=True)) == {Opinion.AGREE}
    review.refresh_from_db()
    assert (review.state, review.concluded_by) == (ReviewState.CONCLUDED, officer)


def test_before_the_conclusion_nobody_has_passed(officer: Officer) -> None:
    review = agreed(officer)

    assert set(review.entries.values_list("opinion", flat=True)) == {""}


@pytest.mark.parametrize("missing", DEPARTMENTS)
def test_a_department_that_has_not_spoken_holds_the_conclusion_up(
    missing: str, officer: Officer
) -> None:
    review = opened(officer)
    others = [name for name in DEPARTMENTS if name != missing]
    reviews.enter_opinions(
        review.pk, said(Opinion.AGREE, *others), scan=scan(), by=officer, at=NOON
    )

    with pytest.raises(CaseError, match=f"{missing}的意见尚未录入"):
        reviews.conclude(review.pk, by=officer, at=NOON)

    assert set(states(review)) == {CaseState.JOINT_REVIEW}


def test_a_department_that_disagrees_holds_up_those_who_are_to_pass(officer: Officer) -> None:
    review = agreed(officer)
    reviews.enter_opinions(
        review.pk, said(Opinion.DISAGREE, "公安机关"), scan=scan(), by=officer, at=NOON
    )

    with pytest.raises(CaseError, match="公安机关不同意"):
        reviews.conclude(review.pk, by=officer, at=NOON)


def test_a_department_may_disagree_when_everybody_goes_back(officer: Officer) -> None:
    review = agreed(officer)
    reviews.enter_opinions(
        review.pk, said(Opinion.DISAGREE, "公安机关"), scan=scan(), by=officer, at=NOON
    )
    everybody = list(review.entries.values_list("case_id", flat=True))
    reviews.mark_failed(
        review.pk, everybody, reason="户籍不符", return_to=CaseState.STREET, by=officer, at=NOON
    )

    reviews.conclude(review.pk, by=officer, at=NOON)

    assert set(states(review)) == {CaseState.STREET}


def test_a_marked_case_goes_back_to_the_named_step_with_its_reason(officer: Officer) -> None:
    review = agreed(officer, 3)
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
    review = agreed(officer, 1)
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
    review = opened(officer, 1)
    keys = [review.entries.get().case_id]

    with pytest.raises(CaseError, match=why):
        reviews.mark_failed(review.pk, keys, reason=reason, return_to=target, by=officer, at=NOON)


def test_a_case_sent_back_meanwhile_has_left_the_list(officer: Officer) -> None:
    review = agreed(officer, 2)
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
    review = agreed(officer, 2)
    entry = review.entries.first()
    assert entry is not None
    entry.case.desks.create(officer=officer, desk=Desk.STREET)

    concluded = reviews.conclude(review.pk, by=officer, at=NOON)

    entry.refresh_from_db()
    assert list(concluded.refused) == [entry.case_id]
    assert (entry.opinion, entry.set_aside_at) == ("", NOON)
    assert [row.waiting for row in waiting_streets(officer)] == [1]


def test_a_review_is_concluded_once(officer: Officer) -> None:
    review = agreed(officer)
    reviews.conclude(review.pk, by=officer, at=NOON)

    with pytest.raises(CaseError, match="已经办结"):
        reviews.conclude(review.pk, by=officer, at=NOON)


def test_a_review_is_not_concluded_before_its_day(officer: Officer) -> None:
    rules()
    case_in(CaseState.JOINT_REVIEW)
    later = TODAY + timedelta(days=3)
    review = reviews.open_review(place(STREET), held_on=later, by=officer, at=NOON)
    reviews.enter_opinions(review.pk, said(), scan=scan(), by=officer, at=NOON)

    with pytest.raises(CaseError, match="当天及以后"):
        reviews.conclude(review.pk, by=officer, at=NOON)


def test_a_paper_needs_its_scan(officer: Officer) -> None:
    review = opened(officer)

    with pytest.raises(CaseError, match="扫描件"):
        reviews.enter_opinions(review.pk, said(), scan=None, by=officer, at=NOON)

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
    review = opened(officer)

    with pytest.raises(CaseError, match=why):
        reviews.enter_opinions(review.pk, [word], scan=scan(), by=officer, at=NOON)


def test_a_word_entered_anew_replaces_the_old_and_the_trail_keeps_it(officer: Officer) -> None:
    review = opened(officer)
    first = said(Opinion.DISAGREE, "公安机关")
    reviews.enter_opinions(review.pk, first, scan=scan(), by=officer, at=NOON)

    reviews.enter_opinions(
        review.pk, said(Opinion.AGREE, "公安机关"), scan=scan(), by=officer, at=NOON
    )

    assert review.opinions.get().opinion == Opinion.AGREE
    trace = AuditEntry.objects.filter(action="代录联审意见").latest("pk")
    assert trace.detail["before"]["opinion"] == Opinion.DISAGREE


@pytest.mark.parametrize("post", [Post.SECOND_CHECK, Post.MERGE, Post.STREET_REVIEW])
def test_only_the_post_of_joint_review_works_on_a_list(post: Post, officer: Officer) -> None:
    review = agreed(officer)
    stranger = holder(post)

    for deed in (
        lambda: reviews.open_review(place(STREET), held_on=TODAY, by=stranger, at=NOON),
        lambda: reviews.enter_opinions(review.pk, said(), scan=scan(), by=stranger, at=NOON),
        lambda: reviews.conclude(review.pk, by=stranger, at=NOON),
    ):
        with pytest.raises(CaseError, match="联审"):
            deed()

    assert set(states(review)) == {CaseState.JOINT_REVIEW}


def test_the_database_refuses_a_failure_without_reason_and_target(officer: Officer) -> None:
    review = opened(officer, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        review.entries.update(opinion=Opinion.DISAGREE)


def test_the_database_refuses_a_case_twice_on_a_list(officer: Officer) -> None:
    review = opened(officer, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewEntry.objects.create(review=review, case=review.entries.get().case)


def test_the_database_refuses_a_conclusion_by_nobody(officer: Officer) -> None:
    review = opened(officer, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        JointReview.objects.filter(pk=review.pk).update(state=ReviewState.CONCLUDED)
