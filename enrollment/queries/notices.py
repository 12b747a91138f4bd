"""Public notices: what waits for one, how long one still hangs, who on it is contested."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from enrollment.models import Case, NoticeEntry, Objection, PublicNotice
from enrollment.models.cases import CaseQuerySet
from enrollment.queries import procedure
from enrollment.workflow.states import CaseState
from pension.models import Officer, Region, RegionLevel, within
from pension.vocabulary.posts import Post
from pension.vocabulary.transitions import Check
from pension.vocabulary.workdays import DayKind


def waiting_for_notice(officer: Officer, region: Region) -> CaseQuerySet:
    """The cases of a region that are to be posted, in the order in which they are printed."""
    cases = Case.objects.visible_to(officer).filter(state=CaseState.NOTICE)
    cases = cases.filter(**within("region__code", region.code)).order_by("region__code", "pk")
    return cases.select_related("person", "region__parent")


def waiting_regions(officer: Officer, state: CaseState) -> list[tuple[Region, int]]:
    """Streets and communities of the officer's region with how many of their cases are in a state.

    Regions without such a case are left out.
    """
    codes = Case.objects.visible_to(officer).filter(state=state).values_list("region__code")
    counts = dict(codes.annotate(count=Count("pk")).order_by())
    levels = (RegionLevel.STREET, RegionLevel.COMMUNITY)
    regions = Region.objects.visible_to(officer).filter(level__in=levels, valid_to__isnull=True)
    found = [
        (region, sum(n for code, n in counts.items() if code.startswith(region.code)))
        for region in regions
    ]
    return [(region, count) for region, count in found if count]


def fingerprint(things: Iterable[object]) -> str:
    """A short word for a set of things, as cases by their keys: another word, another set."""
    text = "\n".join(sorted(str(thing) for thing in things))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def with_counts(notices: QuerySet[PublicNotice]) -> QuerySet[PublicNotice]:
    """Notices, newest first, with ``people`` on them, ``running`` entries and ``contested`` ones.

    Contested means that an objection is open.
    """
    counted = notices.select_related("region", "region__parent").annotate(
        people=Count("entries", distinct=True),
        running=Count("entries", filter=Q(entries__ended_at__isnull=True), distinct=True),
        contested=Count(
            "entries__objections", filter=Q(entries__objections__outcome=""), distinct=True
        ),
    )
    return counted.order_by("-posted_on", "-pk")  # counting drops the order of the model


@dataclass(frozen=True, slots=True)
class Period:
    """How a notice stands on a day: over or not, in words and tone."""

    is_over: bool
    words: str
    tone: str


def period(notice: PublicNotice, today: date) -> Period:
    """How much of the notice's period is left on ``today``; its last day still belongs to it."""
    end = notice.ends_on
    until = f"公示至 {end.month}月{end.day}日"
    if notice.closed_at is not None:
        return Period(True, "已结束", "ok")
    if today > end:
        return Period(True, f"{until}，已期满，待结束", "warn")
    if today == end:
        return Period(False, f"{until}，今天是最后一天", "warn")
    kind = DayKind(notice.day_kind)
    unit = "天" if kind is DayKind.CALENDAR else "个工作日"
    return Period(False, f"{until}，还剩 {procedure.days_left(today, end, kind)} {unit}", "info")


def closing_checks(notice: PublicNotice, officer: Officer, today: date) -> list[Check]:
    """What closing a notice asks for, each met or not: still open, period over, the post."""
    closed = notice.closed_at is not None
    stands = period(notice, today)
    label = Post.STREET_REVIEW.label
    allowed = officer.holds(Post.STREET_REVIEW)
    return [
        Check(not closed, "公示已经结束" if closed else "公示尚未结束"),
        Check(stands.is_over, "公示期满" if stands.is_over else stands.words),
        Check(allowed, f"您有「{label}」岗位" if allowed else f"公示由「{label}」岗位结束"),
    ]


def objections_of(notice: PublicNotice) -> QuerySet[Objection]:
    """The objections on a notice, those that are open first."""
    found = Objection.objects.filter(entry__notice=notice).select_related("entry__case__person")
    return found.order_by(F("resolved_at").asc(nulls_first=True), "received_on", "pk")


def own_objections(officer: Officer) -> QuerySet[Objection]:
    """The objections on notices of the officer's region, with notice, case and person."""
    visible = PublicNotice.objects.visible_to(officer)
    return Objection.objects.filter(entry__notice__in=visible).select_related(
        "entry__notice", "entry__case__person", "entry__case__region__parent", "resolved_by"
    )


def own_entries(officer: Officer) -> QuerySet[NoticeEntry]:
    """The entries of notices of the officer's region, with notice, case and person."""
    visible = PublicNotice.objects.visible_to(officer)
    return NoticeEntry.objects.filter(notice__in=visible).select_related(
        "notice", "case__person", "case__region__parent"
    )


def entries_of(notice: PublicNotice) -> QuerySet[NoticeEntry]:
    """The entries of a notice in print order, with case, person and places."""
    return notice.entries.select_related(
        "case__person", "case__region__parent__parent"
    ).prefetch_related("objections")


def contested_cases(entries: Sequence[NoticeEntry]) -> dict[int, int]:
    """How many objections are open on each case of the entries that has one."""
    rows = (
        Objection.objects.filter(entry__in=entries, outcome="")
        .values_list("entry__case_id")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def uncontested(notice: PublicNotice) -> int:
    """How many running entries of a notice have no open objection."""
    contested = Objection.objects.filter(entry__notice=notice, outcome="")
    running = notice.entries.filter(ended_at__isnull=True)
    return running.exclude(pk__in=contested.values("entry_id")).count()


def ending_today(officer: Officer, today: date) -> int:
    """How many notices of the officer's region have their last day today."""
    return PublicNotice.objects.visible_to(officer).filter(closed_at=None, ends_on=today).count()


def over(officer: Officer, today: date) -> int:
    """How many notices of the officer's region are over and wait to be closed."""
    hanging = PublicNotice.objects.visible_to(officer).filter(closed_at=None)
    return hanging.filter(ends_on__lt=today).count()
