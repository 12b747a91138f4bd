"""Which cases wait at an officer's desks, and which is next."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef

from enrollment.models import Case, CaseDesk, DeskOpinion
from enrollment.models.cases import CaseQuerySet
from enrollment.queries.procedure import DISTRICT_DIGITS
from enrollment.workflow.cases import ENTRY_DESKS
from enrollment.workflow.desks import Queue, queues_of
from enrollment.workflow.states import OPEN_STATES, CaseState, Opinion
from pension.models import DistrictSetting, Officer
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
    return first_due(cases).values_list("pk", flat=True).first()


def first_due(cases: CaseQuerySet) -> CaseQuerySet:
    """Cases in the order in which they should be worked on: by due day, then by age."""
    return cases.order_by(F("due_date").asc(nulls_last=True), "state_since", "pk")


def overdue(officer: Officer, today: date) -> CaseQuerySet:
    """Open cases of the officer's region that were due before ``today``."""
    return Case.objects.visible_to(officer).filter(state__in=OPEN_STATES, due_date__lt=today)


def sent_back(officer: Officer) -> CaseQuerySet:
    """Cases of the officer's region that came back to where they were entered."""
    return Case.objects.visible_to(officer).filter(state=CaseState.ENTERED, round__gt=1)


def counts(officer: Officer) -> list[tuple[Queue, int]]:
    """How many cases wait in each of the officer's queues."""
    return [(queue, waiting(officer, queue).count()) for queue in queues_of(officer.posts)]


def _own_desks(officer: Officer, queue: Queue) -> set[Desk]:
    """The desk of a queue, with the desk of entry where the village has one clerk."""
    shares = queue.desk in ENTRY_DESKS and officer.holds(Post.COMMUNITY_ENTRY)
    if not shares or officer.office is None:
        return {queue.desk}
    district = officer.office.region.code[:DISTRICT_DIGITS]
    single = DistrictSetting.objects.filter(district__code=district, single_clerk=True).exists()
    return set(ENTRY_DESKS) if single else {queue.desk}
