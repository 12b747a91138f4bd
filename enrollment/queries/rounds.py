"""Work that goes by lists, not case by case: rosters, paper opinions, notices, reviews, merging."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from enrollment.models import Case, PublicNotice
from enrollment.queries import merging, notices, opinion_sheets, reviews, rosters
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.queries.worklist import NavItem, Tile, count_words, counted
from pension.vocabulary.posts import Post

# Where the work of a queue is done, if not on the list of cases.
PAGE_OF_QUEUE: Mapping[str, str] = {
    "notice": "enrollment:notices",
    "joint": "enrollment:reviews",
    "merge": "enrollment:merging",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    page: str
    readers: Sequence[Post]
    workers: Sequence[Post] = ()
    count: Callable[[Officer, date], int] | None = None

    def item(self, officer: Officer, today: date) -> NavItem:
        """The entry with the count of work for those who do it."""
        counts = self.count is not None and officer.holds(*self.workers)
        number = self.count(officer, today) if self.count and counts else None
        return NavItem(self.label, reverse(self.page), number)


def _unsigned(officer: Officer, today: date) -> int:
    return counted(rosters.unsigned(officer))


def _notices(officer: Officer, today: date) -> int:
    waiting = Case.objects.visible_to(officer).filter(state=CaseState.NOTICE).exists()
    return notices.over(officer, today) + int(waiting)


def _streets(officer: Officer, today: date) -> int:
    return len(reviews.streets_with_work(officer))


def _merging(officer: Officer, today: date) -> int:
    return counted(merging.at_merge_desk(officer))


_COMMUNITY = (Post.COMMUNITY_ENTRY, Post.COMMUNITY_CONFIRM)
_STREET = (Post.STREET_ENTRY, Post.STREET_REVIEW)
_BUREAU = (Post.JOINT_REVIEW, Post.SECOND_CHECK, Post.DIRECTOR)
_ENTRIES = (
    _Entry("签字花名册", "enrollment:rosters", _COMMUNITY, _COMMUNITY, _unsigned),
    _Entry("部门纸质意见", "enrollment:opinion_sheets", (Post.STREET_ENTRY,)),
    _Entry("公示", "enrollment:notices", (*_STREET, *_BUREAU), (Post.STREET_REVIEW,), _notices),
    _Entry(
        "联审",
        "enrollment:reviews",
        (Post.STREET_REVIEW, *_BUREAU),
        (Post.JOINT_REVIEW,),
        _streets,
    ),
    _Entry("并轨", "enrollment:merging", (Post.MERGE,), (Post.MERGE,), _merging),
    _Entry("街道进度", "enrollment:progress", (Post.STREET_REVIEW, *_BUREAU)),
)


def navigation(officer: Officer, today: date) -> list[NavItem]:
    """The pages of lists that the officer reads or works on."""
    return [entry.item(officer, today) for entry in _ENTRIES if officer.holds(*entry.readers)]


def tiles(officer: Officer, today: date) -> Iterator[Tile]:
    """Counts of lists that wait: signatures, paper opinions, notices that end or are over."""
    if officer.holds(*_COMMUNITY):
        count = counted(rosters.unsigned(officer))
        yield Tile("待登记签字", count, reverse("enrollment:rosters"), "村民小组花名册")
    if officer.holds(Post.STREET_ENTRY):
        silent = opinion_sheets.silent_counts(officer)
        note = " · ".join(f"{desk.label} {count_words(count)}" for desk, count in silent if count)
        count = counted(Case.objects.visible_to(officer).filter(state=CaseState.DEPARTMENTS))
        yield Tile("待部门意见", count, reverse("enrollment:opinion_sheets"), note)
    if officer.holds(Post.STREET_REVIEW):
        yield _notice_tile(officer, today)


def _notice_tile(officer: Officer, today: date) -> Tile:
    """Notices whose last day is today; those that are over are to be closed."""
    over = notices.over(officer, today)
    hanging = PublicNotice.objects.visible_to(officer).filter(closed_at=None).count()
    note = f"已期满待结束 {over}" if over else f"公示中 {hanging}"
    count = notices.ending_today(officer, today)
    return Tile("公示今日期满", count, reverse("enrollment:notices"), note, urgent=over > 0)
