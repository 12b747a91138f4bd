"""Which cases wait at an officer's desks, and which is next."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef

from enrollment.models import Case, CaseDesk, DeskOpinion
from enrollment.models.cases import CaseQuerySet
from enrollment.queries.cases import with_relations
from enrollment.queries.procedure import DISTRICT_DIGITS
from enrollment.workflow.cases import ENTRY_DESKS
from enrollment.workflow.desks import Queue, queues_of
from enrollment.workflow.states import OPEN_STATES, CaseState, Opinion
from pension.models import DistrictSetting, Officer
from pension.queries.worklist import MOST_COUNTED, counted
from pension.vocabulary.posts import Desk, Post


def waiting(officer: Officer, queue: Queue) -> CaseQuerySet:
    """The cases of the officer's region that wait in ``queue`` and that the officer may take up.

    Left out: those on which the officer has already acted at another desk.
    """
    cases = Case.objects.visible_to(officer).filter(state=queue.state)
    if queue.desk is Desk.POLICE:
        cases = cases.filter(police_asked=True)
    if queue.silent_desk is not None:
        spoken = DeskOpinion.objects.filter(
            case=OuterRef("pk"),
            desk=queue.silent_desk,
            opinion=Opinion.AGREE,
            set_aside_at__isnull=True,
        )
        cases = cases.filter(~Exists(spoken))
    elsewhere = CaseDesk.objects.filter(record=OuterRef("pk"), officer=officer)
    return cases.filter(~Exists(elsewhere.exclude(desk__in=_own_desks(officer, queue))))


def next_of(officer: Officer, queue: Queue, *, skip: Sequence[int] = ()) -> int | None:
    """The key of the case that is due first in ``queue``, those in ``skip`` left out."""
    cases = waiting(officer, queue).exclude(pk__in=skip)
    return next((case.pk for case in _first(cases, 1)), None)


def due_first(officer: Officer, limit: int) -> list[Case]:
    """The cases at the officer's desks that are due first, as lists want them.

    From each desk come its first few; only those are compared with each other.
    """
    found = {
        case.pk: case
        for queue in queues_of(officer.posts)
        for case in _first(with_relations(waiting(officer, queue)), limit)
    }
    return sorted(found.values(), key=_turn)[:limit]


def overdue(officer: Officer, today: date) -> CaseQuerySet:
    """Open cases of the officer's region that were due before ``today``."""
    return Case.objects.visible_to(officer).filter(state__in=OPEN_STATES, due_date__lt=today)


def sent_back(officer: Officer) -> CaseQuerySet:
    """Cases of the officer's region that came back to where they were entered."""
    return Case.objects.visible_to(officer).filter(state=CaseState.ENTERED, round__gt=1)


def counts(officer: Officer) -> list[tuple[Queue, int]]:
    """How many cases wait in each of the officer's queues."""
    return [(queue, waiting(officer, queue).count()) for queue in queues_of(officer.posts)]


def _first(cases: CaseQuerySet, limit: int) -> list[Case]:
    """The first cases in their turn: by due day, undated ones last, then by age.

    Where very many wait, those with a day and those without are taken from the index one after
    the other, since sorting all of them would take longer than the page.
    """
    if counted(cases) <= MOST_COUNTED:
        turn = cases.order_by(F("due_date").asc(nulls_last=True), "state_since", "pk")
        return list(turn[:limit])
    turn = cases.order_by("due_date", "state_since", "pk")
    dated = list(turn.filter(due_date__isnull=False)[:limit])
    return dated + list(turn.filter(due_date__isnull=True)[: limit - len(dated)])


def _turn(case: Case) -> tuple[date, datetime, int]:
    """By what cases of several desks are put into their turn."""
    return case.due_date or date.max, case.state_since, case.pk


def _own_desks(officer: Officer, queue: Queue) -> set[Desk]:
    """The desk of a queue, with the desk of entry where the village has one clerk."""
    shares = queue.desk in ENTRY_DESKS and officer.holds(Post.COMMUNITY_ENTRY)
    if not shares or officer.office is None:
        return {queue.desk}
    district = officer.office.region.code[:DISTRICT_DIGITS]
    single = DistrictSetting.objects.filter(district__code=district, single_clerk=True).exists()
    return set(ENTRY_DESKS) if single else {queue.desk}
