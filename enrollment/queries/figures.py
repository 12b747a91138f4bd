"""The chain in figures at a named moment, for papers: as it was then, not as it is now.

The state of a case at a moment is where its last event before that moment led. Moments are
exclusive: «截至10月31日» asks for what happened before 1 November begins.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr

from enrollment.models import (
    Case,
    CaseEvent,
    Objection,
    ObjectionOutcome,
    RequisitionAgreement,
)
from enrollment.queries.progress import STAGE_OF, Stage
from enrollment.queries.streets import STREET_DIGITS
from enrollment.rules.categories import Category
from enrollment.workflow.cases import RETURN_STEPS
from enrollment.workflow.states import CaseState, EvidenceState, RefusalReason
from pension.models import Officer, Region, RegionLevel, within
from pension.vocabulary.posts import Desk


@dataclass(frozen=True, slots=True)
class Moment:
    """Whose cases are counted, and up to when: the officer's, in a district, before ``until``."""

    officer: Officer
    district_code: str
    until: datetime

    def cases(self) -> QuerySet[Any]:
        """The cases that had begun, with ``state_then``; original enrollees are left out."""
        last = CaseEvent.objects.filter(record=OuterRef("pk"), at__lt=self.until).order_by(
            "-at", "-pk"
        )
        return (
            Case.objects.visible_to(self.officer)
            .filter(**within("region__code", self.district_code))
            .exclude(category=Category.ORIGINAL)
            .annotate(state_then=Subquery(last.values("to_state")[:1]))
            .order_by()
        )

    def counts(self, case: OuterRef) -> Exists:
        """Whether a case is among them, asked for each of a few rows and not over all cases."""
        return Exists(self.cases().filter(pk=case))


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of persons, cases or steps under a word."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class StreetStages:
    """The persons of a street by stage; refused and withdrawn cases are not counted."""

    name: str
    reviewed: int
    collected: int
    under_way: int

    @property
    def stage(self) -> Stage:
        """The stage that most of its persons have reached, the later one if equal."""
        persons = {
            Stage.REVIEWED: self.reviewed,
            Stage.COLLECTED: self.collected,
            Stage.UNDER_WAY: self.under_way,
        }
        return max(persons, key=lambda stage: persons[stage])


@dataclass(frozen=True, slots=True)
class Objections:
    """Objections to public notices received in a time, and how they stood at its end."""

    received: int
    upheld: int
    rejected: int

    @property
    def open(self) -> int:
        """Those not resolved then."""
        return self.received - self.upheld - self.rejected


@dataclass(frozen=True, slots=True)
class EvidenceGaps:
    """Persons whose papers are wanting: land certificates, approvals, agreements."""

    not_issued: int
    missing: int
    without_approval: int
    without_agreement: int
    unmatched: int


def streets_at(moment: Moment, day: date) -> list[StreetStages]:
    """Persons by street and stage at the moment; streets are named as they were on ``day``."""
    rows = (
        moment.cases()
        .filter(state_then__in=list(STAGE_OF))
        .annotate(street=Substr("region__code", 1, STREET_DIGITS))
        .values_list("street", "state_then")
        .annotate(count=Count("person", distinct=True))
    )
    counts: dict[str, Counter[Stage]] = defaultdict(Counter)
    for street, state, count in rows:
        counts[street][STAGE_OF[CaseState(state)]] += count
    names = _street_names(counts, day)
    return [
        StreetStages(
            names.get(code, code),
            reviewed=counts[code][Stage.REVIEWED],
            collected=counts[code][Stage.COLLECTED],
            under_way=counts[code][Stage.UNDER_WAY],
        )
        for code in sorted(counts)
    ]


def refusals_at(moment: Moment) -> list[Counted]:
    """Persons refused at the moment by coded reason, in the order of the reasons."""
    last = CaseEvent.objects.filter(
        record=OuterRef("pk"), at__lt=moment.until, to_state=CaseState.REFUSED
    ).order_by("-at", "-pk")
    rows = (
        moment.cases()
        .filter(state_then=CaseState.REFUSED)
        .annotate(code_then=Subquery(last.values("reason_code")[:1]))
        .values_list("code_then")
        .annotate(count=Count("person", distinct=True))
    )
    counts = dict(rows)
    return [
        Counted(reason.label, counts[reason.value])
        for reason in RefusalReason
        if reason.value in counts
    ]


def returns_since(moment: Moment, start: datetime) -> list[Counted]:
    """How often cases were sent back from ``start`` to the moment, by the desk that did it."""
    rows = (
        CaseEvent.objects.filter(
            moment.counts(OuterRef("record")),
            step__in=list(RETURN_STEPS),
            at__gte=start,
            at__lt=moment.until,
        )
        .order_by()
        .values_list("desk")
        .annotate(count=Count("pk"))
    )
    counts = dict(rows)
    return [Counted(desk.label, counts[desk.value]) for desk in Desk if desk.value in counts]


def objections_between(moment: Moment, first: date, last: date) -> Objections:
    """Objections received from ``first`` to ``last``, resolved or open at the moment."""
    resolved = Q(resolved_at__lt=moment.until)
    counts = Objection.objects.filter(
        moment.counts(OuterRef("entry__case")), received_on__range=(first, last)
    ).aggregate(
        received=Count("pk"),
        upheld=Count("pk", filter=resolved & Q(outcome=ObjectionOutcome.UPHELD)),
        rejected=Count("pk", filter=resolved & Q(outcome=ObjectionOutcome.REJECTED)),
    )
    return Objections(**counts)


def evidence_gaps_at(moment: Moment) -> EvidenceGaps:
    """Papers wanting for the persons counted in the streets.

    Who is counted is told by the moment; what is wanting, by what is on record now: papers that
    came in later are no gap any more.
    """
    counted = moment.cases().filter(state_then__in=list(STAGE_OF))
    pairs = RequisitionAgreement.approvals.through._base_manager.filter(
        requisitionagreement_id=OuterRef("agreement_id"),
        requisitionapproval_id=OuterRef("approval_id"),
    )
    both = Q(agreement__isnull=False, approval__isnull=False)
    counts = counted.annotate(pair=Subquery(pairs.values("pk")[:1])).aggregate(
        not_issued=Count("pk", filter=Q(certificate=EvidenceState.NOT_ISSUED)),
        missing=Count("pk", filter=Q(certificate=EvidenceState.MISSING)),
        without_approval=Count("pk", filter=Q(approval__isnull=True)),
        without_agreement=Count("pk", filter=Q(agreement__isnull=True, approval__isnull=False)),
        unmatched=Count("pk", filter=both & Q(pair__isnull=True)),
    )
    return EvidenceGaps(**counts)


def _street_names(codes: Iterable[str], day: date) -> dict[str, str]:
    """The names in force on a day, else the last ones."""
    rows = Region.objects.filter(code__in=list(codes), level=RegionLevel.STREET)
    in_force = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    latest = rows.order_by("valid_from").values_list("code", "name")
    return dict(latest) | dict(rows.filter(in_force).values_list("code", "name"))
