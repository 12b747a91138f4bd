"""What the officer finds on the first page and in the navigation."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse

from enrollment.models.cases import CaseQuerySet
from enrollment.queries import reviews, rounds
from enrollment.queries.cases import CaseRow, case_rows
from enrollment.queries.people import waiting_accounts, waiting_changes, waiting_deaths
from enrollment.queries.progress import Stage, StreetProgress, progress_by_street
from enrollment.queries.queues import due_first, sent_back, waiting
from enrollment.queries.streets import few_by_street, street_names
from enrollment.workflow.desks import READING_POSTS, Queue, queues_of
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.pictures.bars import StreetBar, street_bar
from pension.queries.worklist import MOST_COUNTED, NavItem, Tile, counted
from pension.vocabulary.posts import OfficeKind, Post

NAMED = 3
TONE_OF_STAGE = {Stage.REVIEWED: "ok", Stage.COLLECTED: "info", Stage.UNDER_WAY: "warn"}


def tiles(officer: Officer, today: date) -> list[Tile]:
    """Counts of work waiting for ``officer``; each leads to the list behind it."""
    return list(_tiles(officer, today))


def navigation(officer: Officer, today: date) -> list[NavItem]:
    """Entries of the navigation that ``officer`` has something to do with."""
    if not officer.holds(*READING_POSTS):
        return []
    mine = waiting_for(officer)
    items = [
        NavItem("人员", reverse("enrollment:people")),
        NavItem("身份确认", reverse("enrollment:cases"), None if mine is None else counted(mine)),
    ]
    if officer.holds(Post.COMMUNITY_ENTRY, Post.MERGE):
        items.append(NavItem("花名册导入", reverse("pension:uploads", args=["roster"])))
    if officer.holds(Post.RESOURCES):
        items.append(NavItem("征地协议", reverse("enrollment:takings")))
    items += rounds.navigation(officer, today)
    if officer.holds(Post.PREPARE, Post.SECOND_CHECK, Post.DIRECTOR):
        items.append(NavItem("程序规则", reverse("enrollment:procedures")))
    return items


def next_cases(officer: Officer, today: date, limit: int) -> Sequence[CaseRow]:
    """The cases at the officer's desks that are due first."""
    cases = due_first(officer, limit)
    return case_rows(cases, today) if cases else []


def street_progress(officer: Officer) -> list[StreetBar]:
    """How far each street is, for those above a community who work with cases."""
    if officer.office is None or officer.office.kind == OfficeKind.COMMUNITY:
        return []
    if not officer.holds(*READING_POSTS):
        return []
    return [_bar(street) for street in progress_by_street(officer)]


def waiting_for(officer: Officer) -> CaseQuerySet | None:
    """Every case that waits at one of the officer's desks; ``None`` for those without a desk."""
    found: CaseQuerySet | None = None
    for queue in queues_of(officer.posts):
        cases = waiting(officer, queue)
        found = cases if found is None else found | cases
    return found


def _tiles(officer: Officer, today: date) -> Iterator[Tile]:
    cases_url = reverse("enrollment:cases")
    queues = queues_of(officer.posts)
    mine = waiting_for(officer)
    if mine is not None:
        desk = queues[0].name if len(queues) == 1 else "mine"
        url = f"{cases_url}?desk={desk}&overdue=1"
        yield _tile("已逾期", mine.filter(due_date__lt=today), url, urgent=True)
    for queue in queues:
        yield _queue_tile(officer, queue)
    yield from rounds.tiles(officer, today)
    if officer.holds(Post.COMMUNITY_ENTRY):
        url = f"{cases_url}?state={CaseState.ENTERED}&returned=1"
        yield Tile("退回待补正", counted(sent_back(officer)), url)
    if officer.holds(Post.COMMUNITY_CONFIRM, Post.SECOND_CHECK):
        url = f"{reverse('enrollment:people')}?account=waiting"
        yield Tile("待确认账户", counted(waiting_accounts(officer)), url)
        url = f"{reverse('enrollment:people')}?death=waiting"
        yield Tile("待确认死亡登记", counted(waiting_deaths(officer)), url)
    if officer.holds(Post.SECOND_CHECK):
        url = f"{reverse('enrollment:people')}?change=waiting"
        yield Tile("待确认参保变更", counted(waiting_changes(officer)), url)


def _queue_tile(officer: Officer, queue: Queue) -> Tile:
    page = rounds.PAGE_OF_QUEUE.get(queue.name)
    url = reverse(page) if page else f"{reverse('enrollment:cases')}?desk={queue.name}"
    if queue.name == "joint":
        codes = reviews.streets_with_work(officer)
        names = street_names(set(codes[:NAMED]))
        words = [names.get(code, code).removesuffix("街道") for code in codes[:NAMED]]
        return Tile("待联审街道", len(codes), url, "、".join(words))
    return _tile(queue.label, waiting(officer, queue), url)


def _tile(label: str, cases: CaseQuerySet, url: str, *, urgent: bool = False) -> Tile:
    """A tile that names the streets with most of the cases: «马金铺 18 · 乌龙 11».

    Where counting stops, nothing is said of streets.
    """
    count = counted(cases)
    streets = few_by_street(cases) if count <= MOST_COUNTED else Counter()
    names = street_names(set(streets)) if len(streets) > 1 else {}
    most = sorted(streets.items(), key=lambda street: (-street[1], street[0]))[:NAMED]
    words = [f"{names[code].removesuffix('街道')} {n}" for code, n in most if names]
    return Tile(label, count, url, " · ".join(words), urgent=urgent)


def _bar(street: StreetProgress) -> StreetBar:
    count = street.count(street.stage)
    rest = street.persons - count
    return street_bar(
        street.name.removesuffix("街道"),
        done=street.reviewed + street.collected + street.past_departments,
        total=street.persons,
        state=street.stage.label,
        tone=TONE_OF_STAGE[street.stage],
        persons=count,
        url=f"{reverse('enrollment:cases')}?street={street.code}",
        note=f"另 {rest} 人在办" if rest and street.stage is not Stage.UNDER_WAY else "",
    )
