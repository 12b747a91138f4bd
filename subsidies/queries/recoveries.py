"""Recoveries as lists, pages and batches ask for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from pension.models import Job, JobFile, JobState, Officer
from subsidies.models import Entitlement, Instalment, Recovery, SetOff
from subsidies.queries.batches.candidates import Scope, free_entitlements
from subsidies.rules.recovery_plans import Part, overdue_fen
from subsidies.rules.vocabulary import Channel
from subsidies.workflow.states import RecoveryState

OPEN_STATES = (
    RecoveryState.DRAFT,
    RecoveryState.SUBMITTED,
    RecoveryState.CHECKED,
    RecoveryState.DECIDED,
    RecoveryState.COLLECTING,
)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many recoveries, what they claim, and what came back, in fen."""

    count: int
    amount_fen: int
    received_fen: int
    waived_fen: int

    @property
    def outstanding_fen(self) -> int:
        """What is still to come back."""
        return self.amount_fen - self.received_fen - self.waived_fen


def listed(officer: Officer) -> QuerySet[Recovery]:
    """The recoveries that ``officer`` may see, with what lists and pages name."""
    return (
        Recovery.objects.visible_to(officer)
        .select_related("person__region__parent", "proposed_by")
        .prefetch_related("instalments")
    )


def totals(recoveries: QuerySet[Recovery]) -> Totals:
    """What some recoveries come to; revoked ones claim nothing."""
    counted = recoveries.order_by().aggregate(
        count=Count("pk"),
        amount=Sum("amount_fen", filter=~Q(state=RecoveryState.REVOKED)),
        received=Sum("received_fen"),
        waived=Sum(F("amount_fen") - F("received_fen"), filter=Q(state=RecoveryState.WAIVED)),
    )
    sums = (counted[name] or 0 for name in ("amount", "received", "waived"))
    return Totals(counted["count"], *sums)


def overdue(recoveries: QuerySet[Recovery], today: date) -> QuerySet[Recovery]:
    """Those being collected of which less came back than was due before ``today``."""
    parts = Instalment.objects.filter(recovery=OuterRef("pk")).order_by()
    late = parts.filter(due_on__lt=today).values("recovery").annotate(fen=Sum("amount_fen"))
    whole = parts.values("recovery").annotate(fen=Sum("amount_fen"))
    return (
        recoveries.filter(state=RecoveryState.COLLECTING)
        .alias(
            late_fen=Coalesce(Subquery(late.values("fen")), 0),
            planned_fen=Coalesce(Subquery(whole.values("fen")), 0),
        )
        .filter(
            late_fen__gt=0,
            received_fen__lt=F("amount_fen") - F("planned_fen") + F("late_fen"),
        )
    )


def overdue_of(recovery: Recovery, today: date) -> int:
    """What should have come back before ``today`` and has not, in fen."""
    if recovery.state != RecoveryState.COLLECTING:
        return 0
    return overdue_fen(parts_of(recovery), recovery.amount_fen, recovery.received_fen, today)


def parts_of(recovery: Recovery) -> list[Part]:
    """The plan of a recovery."""
    return [Part(one.due_on, one.amount_fen) for one in recovery.instalments.all()]


def open_set_offs(recovery: Recovery, officer: Officer) -> QuerySet[Entitlement]:
    """Sums due to the person that no batch holds, of a channel by which too much was paid."""
    channels = {item.entitlement.channel for item in recovery.items.select_related("entitlement")}
    found = Entitlement.objects.visible_to(officer).none()
    for channel in sorted(channels):
        scope = Scope(recovery.person.region, Channel(channel))
        found = found | free_entitlements(scope, officer).filter(person=recovery.person_id)
    return found.order_by("year", "pk")


def recoveries_of(person_id: int, officer: Officer) -> list[Recovery]:
    """The recoveries from a person that ``officer`` may see and that weren't revoked."""
    rows = Recovery.objects.visible_to(officer).filter(person=person_id)
    return list(rows.exclude(state=RecoveryState.REVOKED))


def set_offs_of(recovery: Recovery) -> Sequence[SetOff]:
    """The sums that were set off."""
    return list(recovery.set_offs.select_related("entitlement", "noted_by"))


def running_jobs(recovery_id: int, officer: Officer) -> list[Job]:
    """Jobs for a recovery that aren't done."""
    jobs = Job.objects.visible_to(officer).filter(params__recovery=recovery_id)
    return list(jobs.exclude(state=JobState.DONE).order_by("-created_at")[:3])


def files(recovery_id: int, officer: Officer) -> list[JobFile]:
    """The letters that were set for a recovery, newest first."""
    visible = JobFile.objects.visible_to(officer).filter(job__params__recovery=recovery_id)
    found = visible.select_related("job", "job__owner")
    return list(found.order_by("-job__finished_at")[:3])


def case_of(recovery: Recovery) -> int | None:
    """The case that a recovery's first payment rests on; None for one before this system."""
    keys = recovery.items.filter(entitlement__calculation__isnull=False)
    return keys.values_list("entitlement__calculation__case", flat=True).first()
