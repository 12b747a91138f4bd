"""Closing a notice, and the objections that hold a case back."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Case, Objection, ObjectionOutcome, PublicNotice
from enrollment.queries.notices import closing_checks, ending_today, over, period
from enrollment.services import notices, objections
from enrollment.services.objections import Raised
from enrollment.workflow.states import CaseState, RefusalReason
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.workdays import DayKind
from tests.clock import NOON
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db
COMMUNITY = "530114005001"
LAST_DAY = NOON + timedelta(days=7)
AFTER = NOON + timedelta(days=8)


@pytest.fixture
def reviewer() -> Officer:
    return holder(Post.STREET_REVIEW)


def posted(reviewer: Officer, people: int, **values: object) -> PublicNotice:
    """A notice of some people, posted at noon."""
    rules(**values)
    for _ in range(people):
        case_in(CaseState.NOTICE)
    where = place(COMMUNITY)
    return notices.post(where, posted_on=NOON.date(), by=reviewer, at=NOON).notice


def object_to(notice: PublicNotice, position: int, by: Officer, at: datetime = NOON) -> Objection:
    entry = notice.entries.get(position=position)
    raised = Raised(at.date(), "演示村民", "户口已迁出")
    return objections.register(entry.pk, raised, by=by, at=at)


def states(notice: PublicNotice) -> list[str]:
    return list(notice.entries.values_list("case__state", flat=True))


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "还剩 7 天"), (4, "还剩 3 天"), (7, "今天是最后一天"), (8, "已期满")],
)
def test_the_notice_says_how_many_days_are_left(days: int, words: str, reviewer: Officer) -> None:
    notice = posted(reviewer, 1)

    stands = period(notice, NOON.date() + timedelta(days=days))

    assert words in stands.words
    assert "公示至 11月7日" in stands.words


def test_working_days_left_are_named_as_such(reviewer: Officer) -> None:
    notice = posted(reviewer, 1, notice_days=5, notice_day_kind=DayKind.WORKING)

    assert "还剩 2 个工作日" in period(notice, date(2022, 11, 3)).words


def test_a_notice_cannot_be_closed_on_its_last_day(reviewer: Officer) -> None:
    notice = posted(reviewer, 2)

    with pytest.raises(CaseError, match="公示至 11月7日，今天是最后一天"):
        notices.close(notice.pk, by=reviewer, at=LAST_DAY)

    assert states(notice) == [CaseState.POSTED] * 2


def test_the_page_and_the_refusal_say_the_same(reviewer: Officer) -> None:
    notice = posted(reviewer, 1)
    at = NOON + timedelta(days=4)

    shown = [c.text for c in closing_checks(notice, reviewer, at.date()) if not c.met]
    with pytest.raises(CaseError) as refusal:
        notices.close(notice.pk, by=reviewer, at=at)

    assert list(refusal.value.sentences) == shown


def test_one_click_moves_hundreds_to_the_joint_review(reviewer: Officer) -> None:
    notice = posted(reviewer, 1)
    first = notice.entries.get().case
    for _ in range(299):
        case_in(CaseState.NOTICE, created_by=first.created_by)
    big = notices.post(place(COMMUNITY), posted_on=NOON.date(), by=reviewer, at=NOON).notice

    outcome = notices.close(big.pk, by=reviewer, at=AFTER)

    assert len(outcome.done) == 299
    assert Case.objects.filter(state=CaseState.JOINT_REVIEW).count() == 299
    big.refresh_from_db()
    assert (big.closed_by, big.closed_at) == (reviewer, AFTER)


def test_a_contested_case_stays_and_is_named_while_the_others_go_on(reviewer: Officer) -> None:
    notice = posted(reviewer, 3)
    object_to(notice, 2, reviewer)

    outcome = notices.close(notice.pk, by=reviewer, at=AFTER)

    contested = notice.entries.get(position=2)
    assert outcome.refused == {contested.case_id: ["有 1 件异议未结"]}
    assert states(notice) == [CaseState.JOINT_REVIEW, CaseState.POSTED, CaseState.JOINT_REVIEW]
    notice.refresh_from_db()
    assert notice.closed_at is None


def test_when_the_objection_fails_the_notice_is_closed_for_the_last_one(reviewer: Officer) -> None:
    notice = posted(reviewer, 2)
    objection = object_to(notice, 1, reviewer)
    notices.close(notice.pk, by=reviewer, at=AFTER)

    objections.reject(objection.pk, finding="经查户口仍在本组", by=reviewer, at=AFTER)
    notices.close(notice.pk, by=reviewer, at=AFTER)

    assert states(notice) == [CaseState.JOINT_REVIEW] * 2
    notice.refresh_from_db()
    assert notice.closed_at == AFTER


def test_an_upheld_objection_refuses_the_case(reviewer: Officer) -> None:
    notice = posted(reviewer, 1)
    objection = object_to(notice, 1, reviewer)

    objections.uphold(objection.pk, finding="确已迁出", by=reviewer, at=NOON)

    case = notice.entries.get().case
    assert case.state == CaseState.REFUSED
    assert case.refusal_code == RefusalReason.OBJECTION_UPHELD
    assert "确已迁出" in case.events.latest("at", "pk").reason
    assert notice.entries.get().ended_at == NOON


def test_an_upheld_objection_may_send_the_case_back(reviewer: Officer) -> None:
    notice = posted(reviewer, 1)
    objection = object_to(notice, 1, reviewer)

    objections.uphold(
        objection.pk,
        finding="面积有误，重核",
        return_to=CaseState.DEPARTMENTS,
        by=reviewer,
        at=NOON,
    )

    case = notice.entries.get().case
    assert (case.state, case.round) == (CaseState.DEPARTMENTS, 2)


def test_an_objection_is_resolved_once(reviewer: Officer) -> None:
    objection = object_to(posted(reviewer, 1), 1, reviewer)
    objections.reject(objection.pk, finding="不属实", by=reviewer, at=NOON)

    with pytest.raises(CaseError, match="已经办结"):
        objections.uphold(objection.pk, finding="属实", by=reviewer, at=NOON)

    objection.refresh_from_db()
    assert objection.outcome == ObjectionOutcome.REJECTED


@pytest.mark.parametrize("finding", ["", "  "])
def test_a_finding_is_needed(finding: str, reviewer: Officer) -> None:
    objection = object_to(posted(reviewer, 1), 1, reviewer)

    with pytest.raises(CaseError, match="调查情况"):
        objections.reject(objection.pk, finding=finding, by=reviewer, at=NOON)


def test_the_street_clerk_registers_an_objection_but_does_not_resolve_it(
    reviewer: Officer,
) -> None:
    clerk = holder(Post.STREET_ENTRY)
    objection = object_to(posted(reviewer, 1), 1, clerk)

    with pytest.raises(CaseError, match="街道审核"):
        objections.reject(objection.pk, finding="不属实", by=clerk, at=NOON)


def test_whoever_acted_at_another_desk_does_not_resolve(reviewer: Officer) -> None:
    notice = posted(reviewer, 1)
    objection = object_to(notice, 1, reviewer)
    other = holder(Post.STREET_REVIEW)
    notice.entries.get().case.desks.create(officer=other, desk=Desk.COMMUNITY)

    with pytest.raises(CaseError, match="另一名审核人员"):
        objections.reject(objection.pk, finding="不属实", by=other, at=NOON)


@pytest.mark.parametrize("days", [-1, 1])
def test_an_objection_comes_between_posting_and_today(days: int, reviewer: Officer) -> None:
    entry = posted(reviewer, 1).entries.get()
    raised = Raised(NOON.date() + timedelta(days=days), "演示村民", "户口已迁出")

    with pytest.raises(CaseError, match="收到日期"):
        objections.register(entry.pk, raised, by=reviewer, at=NOON)


def test_after_the_case_has_left_no_objection_is_registered(reviewer: Officer) -> None:
    notice = posted(reviewer, 1)
    notices.close(notice.pk, by=reviewer, at=AFTER)

    with pytest.raises(CaseError, match="已经结束"):
        object_to(notice, 1, reviewer, AFTER)


def test_another_street_neither_closes_nor_objects(reviewer: Officer) -> None:
    notice = posted(reviewer, 1)
    stranger = holder(Post.STREET_REVIEW, "530114006")

    with pytest.raises(CaseError, match="辖区"):
        notices.close(notice.pk, by=stranger, at=AFTER)
    with pytest.raises(CaseError, match="辖区"):
        object_to(notice, 1, stranger)


def test_closing_twice_is_refused(reviewer: Officer) -> None:
    notice = posted(reviewer, 1)
    notices.close(notice.pk, by=reviewer, at=AFTER)

    with pytest.raises(CaseError, match="已经结束"):
        notices.close(notice.pk, by=reviewer, at=AFTER)


def test_a_case_that_refuses_to_move_keeps_hanging(reviewer: Officer) -> None:
    notice = posted(reviewer, 2)
    entry = notice.entries.get(position=1)
    other = holder(Post.STREET_REVIEW)
    entry.case.desks.create(officer=other, desk=Desk.COMMUNITY)

    outcome = notices.close(notice.pk, by=other, at=AFTER)

    entry.refresh_from_db()
    assert list(outcome.refused) == [entry.case_id]
    assert entry.ended_at is None
    assert states(notice) == [CaseState.POSTED, CaseState.JOINT_REVIEW]


def test_notices_that_end_today_and_that_are_over_are_counted(reviewer: Officer) -> None:
    posted(reviewer, 1)

    assert (ending_today(reviewer, LAST_DAY.date()), over(reviewer, LAST_DAY.date())) == (1, 0)
    assert (ending_today(reviewer, AFTER.date()), over(reviewer, AFTER.date())) == (0, 1)


def test_the_database_refuses_a_half_resolved_objection(reviewer: Officer) -> None:
    objection = object_to(posted(reviewer, 1), 1, reviewer)
    rows = Objection.objects.filter(pk=objection.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(outcome=ObjectionOutcome.UPHELD)
