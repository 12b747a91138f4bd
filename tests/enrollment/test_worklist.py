"""My work: counts that match the lists behind them, the next cases, how far each street is."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enrollment.queries import worklist
from enrollment.queries.progress import Stage, progress_by_street
from enrollment.queries.queues import next_of, waiting
from enrollment.workflow.desks import QUEUES
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.queries.worklist import Tile
from pension.vocabulary.posts import Desk, Post
from tests.clock import NOON
from tests.factories.enrollment import BankAccountFactory, agree, case_in
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
ELSEWHERE = "53011400600101"


def tile(officer: Officer, label: str) -> Tile:
    return next(tile for tile in worklist.tiles(officer, TODAY) if tile.label == label)


@pytest.mark.parametrize("queue", QUEUES.values(), ids=QUEUES)
def test_a_case_waits_at_its_desk_alone(queue: object) -> None:
    for other in QUEUES.values():
        case_in(other.state, police_asked=other.name == "police")

    found = waiting(holder(queue.post), queue)

    assert found.count() > 0
    assert {case.state for case in found} == {queue.state}


def test_a_case_does_not_wait_at_a_department_that_has_spoken() -> None:
    spoken, silent = case_in(CaseState.DEPARTMENTS), case_in(CaseState.DEPARTMENTS)
    agree(spoken, Desk.AGRICULTURE)

    found = waiting(holder(Post.AGRICULTURE), QUEUES["agriculture"])

    assert list(found) == [silent]


def test_the_police_are_not_waited_for_unless_asked() -> None:
    case_in(CaseState.DEPARTMENTS)

    assert not waiting(holder(Post.POLICE), QUEUES["police"]).exists()


def test_a_case_does_not_wait_for_whoever_acted_at_another_desk() -> None:
    case = case_in(CaseState.STREET)
    clerk = holder(Post.STREET_REVIEW)
    case.desks.create(officer=clerk, desk=Desk.AGRICULTURE)

    assert not waiting(clerk, QUEUES["street"]).exists()
    assert waiting(holder(Post.STREET_REVIEW), QUEUES["street"]).exists()


def test_the_next_case_is_the_one_due_first_and_undated_ones_come_last() -> None:
    undated = case_in(CaseState.STREET, due_date=None)
    late = case_in(CaseState.STREET, due_date=TODAY + timedelta(days=3))
    soon = case_in(CaseState.STREET, due_date=TODAY)
    clerk = holder(Post.STREET_REVIEW)
    queue = QUEUES["street"]

    order = [
        next_of(clerk, queue),
        next_of(clerk, queue, skip=[soon.pk]),
        next_of(clerk, queue, skip=[soon.pk, late.pk]),
    ]

    assert order == [soon.pk, late.pk, undated.pk]


def test_overdue_work_is_counted_at_the_own_desks(sign_in: Callable[[Officer], Client]) -> None:
    past = TODAY - timedelta(days=3)
    mine = case_in(CaseState.SECOND_CHECK, due_date=past)
    case_in(CaseState.STREET, due_date=past)
    case_in(CaseState.SECOND_CHECK, due_date=TODAY)
    officer = holder(Post.SECOND_CHECK)

    counted = tile(officer, "已逾期")
    page = sign_in(officer).get(counted.url.replace("&overdue=1", "")).content.decode()

    assert (counted.count, counted.urgent) == (1, True)
    assert mine.number in page


@pytest.mark.parametrize(
    ("post", "label", "state"),
    [
        (Post.COMMUNITY_CONFIRM, "待社区确认", CaseState.ENTERED),
        (Post.AGRICULTURE, "待农业确认", CaseState.DEPARTMENTS),
        (Post.RESOURCES, "待自然资源确认", CaseState.DEPARTMENTS),
        (Post.STREET_REVIEW, "待街道审核", CaseState.STREET),
        (Post.SECOND_CHECK, "待区级复核", CaseState.SECOND_CHECK),
    ],
)
def test_the_number_on_a_tile_is_the_number_of_rows_behind_it(
    post: Post, label: str, state: CaseState, sign_in: Callable[[Officer], Client]
) -> None:
    for _ in range(3):
        case_in(state)
    officer = holder(post)

    counted = tile(officer, label)
    page = sign_in(officer).get(counted.url)

    assert counted.count == len(page.context["table"].rows) == 3


def test_a_case_that_came_back_is_shown_to_whoever_enters() -> None:
    case_in(CaseState.ENTERED, round=2)
    case_in(CaseState.ENTERED)

    assert tile(holder(Post.COMMUNITY_ENTRY), "退回待补正").count == 1


def test_waiting_accounts_are_counted_but_not_those_of_new_applications() -> None:
    clerk = holder(Post.COMMUNITY_ENTRY)
    for state in (CaseState.CONFIRMED, CaseState.ENTERED):
        BankAccountFactory(
            person=case_in(state).person, entered_by=clerk, confirmed_by=None, confirmed_at=None
        )

    assert tile(holder(Post.SECOND_CHECK), "待确认账户").count == 1


def test_an_officer_without_a_desk_has_neither_tiles_nor_entries() -> None:
    cashier = holder(Post.CASHIER)

    assert worklist.tiles(cashier, TODAY) == []
    assert worklist.navigation(cashier, TODAY) == []
    assert worklist.next_cases(cashier, TODAY, 8) == []


def test_the_navigation_counts_the_own_work() -> None:
    case_in(CaseState.STREET)
    case_in(CaseState.STREET, code=ELSEWHERE)

    entries = worklist.navigation(holder(Post.STREET_REVIEW), TODAY)

    counts = {entry.label: entry.count for entry in entries}
    assert counts["身份确认"] == 1


def test_streets_are_told_in_persons_by_stage() -> None:
    for _ in range(2):
        case_in(CaseState.SECOND_CHECK)
    case_in(CaseState.STREET)
    case_in(CaseState.JOINT_REVIEW, code=ELSEWHERE)
    case_in(CaseState.REFUSED, code=ELSEWHERE)
    case_in(CaseState.MERGING, code=ELSEWHERE)

    streets = progress_by_street(holder(Post.SECOND_CHECK))

    told = [(s.name, s.stage, s.reviewed, s.collected, s.under_way, s.persons) for s in streets]
    assert told == [
        ("吴家营街道", Stage.REVIEWED, 2, 0, 1, 3),
        ("雨花街道", Stage.COLLECTED, 0, 1, 0, 1),
    ]
    assert streets[0].past_departments == 1


def test_a_street_sees_its_own_bar_and_a_community_none() -> None:
    case_in(CaseState.STREET)
    case_in(CaseState.STREET, code=ELSEWHERE)

    bars = worklist.street_progress(holder(Post.STREET_REVIEW))

    assert [bar.label for bar in bars] == ["吴家营"]
    assert worklist.street_progress(holder(Post.COMMUNITY_CONFIRM)) == []
    assert worklist.street_progress(holder(Post.RECONCILE)) == []


def test_the_first_page_asks_as_many_queries_for_many_cases_as_for_few(
    sign_in: Callable[[Officer], Client],
) -> None:
    browser = sign_in(holder(Post.SECOND_CHECK))
    case_in(CaseState.SECOND_CHECK, due_date=date(2022, 1, 1))
    browser.get(reverse("home"))
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("home"))
    for _ in range(7):
        case_in(CaseState.SECOND_CHECK)

    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("home"))

    assert len(many) == len(few)
