"""Posting a notice: who goes on it, how many days it hangs, what it refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Case, NoticeEntry, PublicNotice
from enrollment.queries.notices import fingerprint, waiting_for_notice, waiting_regions
from enrollment.services import notices
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, CalendarDay
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Desk, Post
from pension.vocabulary.workdays import DayKind
from tests.clock import NOON
from tests.factories.enrollment import case_in, rules
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db
COMMUNITY = "530114005001"
NEXT_COMMUNITY_GROUP = "53011400500201"
OTHER_STREET_GROUP = "53011400600101"
TODAY = NOON.date()


def test_all_waiting_cases_of_a_community_go_on_one_numbered_notice() -> None:
    rules()
    mine = [case_in(CaseState.NOTICE) for _ in range(3)]
    other = case_in(CaseState.NOTICE, code=NEXT_COMMUNITY_GROUP)
    reviewer = holder(Post.STREET_REVIEW)

    posted = notices.post(place(COMMUNITY), posted_on=TODAY, by=reviewer, at=NOON)

    assert posted.notice.number == "GS-2022-0001"
    assert [entry.case_id for entry in posted.notice.entries.all()] == [case.pk for case in mine]
    assert set(Case.objects.filter(state=CaseState.POSTED)) == set(mine)
    other.refresh_from_db()
    assert other.state == CaseState.NOTICE


def test_a_street_is_posted_as_a_whole() -> None:
    rules()
    case_in(CaseState.NOTICE)
    case_in(CaseState.NOTICE, code=NEXT_COMMUNITY_GROUP)
    case_in(CaseState.NOTICE, code=OTHER_STREET_GROUP)

    posted = notices.post(
        place("530114005"), posted_on=TODAY, by=holder(Post.STREET_REVIEW), at=NOON
    )

    assert posted.notice.entries.count() == 2


def test_a_case_may_be_left_out_and_waits_for_the_next_notice() -> None:
    rules()
    first, second = case_in(CaseState.NOTICE), case_in(CaseState.NOTICE)
    reviewer = holder(Post.STREET_REVIEW)

    notices.post(place(COMMUNITY), posted_on=TODAY, left_out=[first.pk], by=reviewer, at=NOON)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (CaseState.NOTICE, CaseState.POSTED)


@pytest.mark.parametrize(
    ("kind", "days", "last"),
    [
        (DayKind.CALENDAR, 7, date(2022, 11, 7)),
        (DayKind.CALENDAR, 1, date(2022, 11, 1)),
        (DayKind.WORKING, 5, date(2022, 11, 7)),
    ],
)
def test_the_days_of_the_rules_are_counted_from_the_day_after_posting(
    kind: DayKind, days: int, last: date
) -> None:
    rules(notice_days=days, notice_day_kind=kind)
    case = case_in(CaseState.NOTICE)

    posted = notices.post(place(COMMUNITY), posted_on=TODAY, by=holder(Post.STREET_REVIEW), at=NOON)

    case.refresh_from_db()
    assert posted.notice.ends_on == last
    assert case.due_date == last


def test_working_days_leave_out_holidays_and_count_worked_weekends() -> None:
    rules(notice_days=3, notice_day_kind=DayKind.WORKING)
    case_in(CaseState.NOTICE)
    CalendarDay.objects.create(day=date(2022, 11, 2), is_working=False)
    CalendarDay.objects.create(day=date(2022, 11, 5), is_working=True)

    posted = notices.post(place(COMMUNITY), posted_on=TODAY, by=holder(Post.STREET_REVIEW), at=NOON)

    assert posted.notice.ends_on == date(2022, 11, 4)


@pytest.mark.parametrize(
    ("values", "name"),
    [({"notice_days": None}, "公示天数"), ({"notice_day_kind": ""}, "公示日期算法")],
)
def test_a_value_that_the_rules_leave_empty_is_refused_by_its_name(
    values: dict[str, object], name: str
) -> None:
    rules(**values)
    case = case_in(CaseState.NOTICE)

    with pytest.raises(CaseError, match=name):
        notices.post(place(COMMUNITY), posted_on=TODAY, by=holder(Post.STREET_REVIEW), at=NOON)

    case.refresh_from_db()
    assert case.state == CaseState.NOTICE
    assert not PublicNotice.objects.exists()


@pytest.mark.parametrize(("days", "why"), [(1, "晚于今天"), (-5, "不能早于街道审核")])
def test_a_notice_is_posted_between_the_review_and_today(days: int, why: str) -> None:
    rules()
    case_in(CaseState.NOTICE)

    with pytest.raises(CaseError, match=why):
        notices.post(
            place(COMMUNITY),
            posted_on=TODAY + timedelta(days=days),
            by=holder(Post.STREET_REVIEW),
            at=NOON,
        )


def test_a_list_that_changed_since_it_was_seen_is_not_posted() -> None:
    rules()
    seen = case_in(CaseState.NOTICE)
    word = fingerprint([seen.pk])
    case_in(CaseState.NOTICE)

    with pytest.raises(CaseError, match="有变化"):
        notices.post(
            place(COMMUNITY), posted_on=TODAY, seen=word, by=holder(Post.STREET_REVIEW), at=NOON
        )


def test_posting_twice_has_no_second_effect() -> None:
    rules()
    case_in(CaseState.NOTICE)
    reviewer = holder(Post.STREET_REVIEW)
    notices.post(place(COMMUNITY), posted_on=TODAY, by=reviewer, at=NOON)

    with pytest.raises(CaseError, match="没有选中"):
        notices.post(place(COMMUNITY), posted_on=TODAY, by=reviewer, at=NOON)

    assert PublicNotice.objects.count() == 1


def test_only_the_street_reviewer_posts() -> None:
    rules()
    case_in(CaseState.NOTICE)

    with pytest.raises(CaseError, match="街道审核"):
        notices.post(place(COMMUNITY), posted_on=TODAY, by=holder(Post.STREET_ENTRY), at=NOON)

    assert not PublicNotice.objects.exists()


def test_whoever_acted_elsewhere_on_a_case_leaves_it_behind_and_posts_the_rest() -> None:
    rules()
    acted, free = case_in(CaseState.NOTICE), case_in(CaseState.NOTICE)
    reviewer = holder(Post.STREET_REVIEW)
    acted.desks.create(officer=reviewer, desk=Desk.ENTRY)

    posted = notices.post(place(COMMUNITY), posted_on=TODAY, by=reviewer, at=NOON)

    assert list(posted.refused) == [acted.pk]
    assert "同一人" in posted.refused[acted.pk][0]
    assert [entry.case_id for entry in posted.notice.entries.all()] == [free.pk]


def test_another_streets_reviewer_finds_nothing_to_post() -> None:
    rules()
    case_in(CaseState.NOTICE)
    stranger = holder(Post.STREET_REVIEW, "530114006")

    with pytest.raises(CaseError, match="没有选中"):
        notices.post(place(COMMUNITY), posted_on=TODAY, by=stranger, at=NOON)

    assert not waiting_for_notice(stranger, place(COMMUNITY)).exists()


def test_places_are_offered_with_how_many_wait() -> None:
    case_in(CaseState.NOTICE)
    case_in(CaseState.NOTICE, code=NEXT_COMMUNITY_GROUP)

    offered = waiting_regions(holder(Post.STREET_REVIEW), CaseState.NOTICE)

    assert [(region.name, count) for region, count in offered] == [
        ("吴家营街道", 2),
        ("郎家营社区", 1),
        ("缪家营社区", 1),
    ]


def test_every_case_and_the_notice_leave_a_trace() -> None:
    rules()
    cases = [case_in(CaseState.NOTICE) for _ in range(2)]

    notices.post(place(COMMUNITY), posted_on=TODAY, by=holder(Post.STREET_REVIEW), at=NOON)

    traced = AuditEntry.objects.filter(action="张贴公示")
    assert traced.filter(subject_type="case").count() == len(cases)
    assert traced.filter(subject_type="notice").count() == 1


def test_the_database_refuses_a_case_on_two_running_notices() -> None:
    rules()
    case = case_in(CaseState.POSTED)
    entry = case.notice_entries.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeEntry.objects.create(notice=entry.notice, case=case, position=2)


def test_the_database_refuses_a_notice_that_ends_before_it_begins() -> None:
    case = case_in(CaseState.POSTED)
    running = PublicNotice.objects.filter(entries__case=case)

    with pytest.raises(IntegrityError), transaction.atomic():
        running.update(ends_on=date(2022, 10, 1))


def test_the_database_refuses_an_end_that_nobody_declared() -> None:
    case = case_in(CaseState.POSTED)
    running = PublicNotice.objects.filter(entries__case=case)

    with pytest.raises(IntegrityError), transaction.atomic():
        running.update(closed_at=NOON)
