"""Asking for a batch to be drawn up in the background: a click and forty clicks make one batch."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pension.models import Job, Officer, Region
from pension.services import jobs
from pension.vocabulary.posts import Post
from subsidies.models import BankFormat
from subsidies.queries.batches.candidates import Scope
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.services.batches.drafting import Plan, insist

DRAFT_JOB = jobs.declare("draft_batch", posts=[Post.PREPARE])


def request_draft(plan: Plan, *, token: str, by: Officer, at: datetime) -> Job:
    """Have a batch drawn up; the same ``token`` again gives the job that is there.

    Refused as drawing up is, but that nothing is due: the job says that.
    """
    insist(plan, by)
    scope = plan.scope
    return jobs.enqueue(
        DRAFT_JOB,
        key=f"{DRAFT_JOB}:{by.pk}:{token}",
        title=f"编制批次：{scope.region.name}{plan.year}年（{scope.channel.label}）",
        by=by,
        at=at,
        params={
            "region": scope.region.pk,
            "channel": scope.channel,
            "kind": scope.kind,
            "year": plan.year,
            "bank_format": plan.bank_format and plan.bank_format.pk,
            "title": plan.title,
        },
    )


def requested_plan(params: Mapping[str, Any]) -> Plan:
    """The plan that a job was asked for with."""
    kind = Kind(params["kind"]) if params["kind"] else None
    region = Region.objects.select_related("parent").get(pk=params["region"])
    return Plan(
        scope=Scope(region, Channel(params["channel"]), kind),
        year=params["year"],
        bank_format=BankFormat.objects.filter(pk=params["bank_format"]).first(),
        title=params["title"],
    )
