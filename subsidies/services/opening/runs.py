"""Putting a whole upload of opening balances in force, in the background."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from pension.models import Job, Officer, Upload
from pension.services import jobs
from pension.services.jobs import JobContext
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import OpeningRecord
from subsidies.queries.ledger import CHUNK
from subsidies.services.opening.deciding import put_in_force
from subsidies.workflow.states import OpeningState

FORCE_JOB = jobs.declare("force_opening", posts=[Post.SECOND_CHECK])
NAMED = 3


@transaction.atomic
def request_force(upload_id: int, *, by: Officer, at: datetime) -> Job:
    """Have all waiting records of an upload put in force; a second click finds the same job."""
    if not by.holds(Post.SECOND_CHECK):
        raise CaseError("期初数据由「区级复核」岗位复核")
    upload = Upload.objects.visible_to(by).get(pk=upload_id)
    waiting = _waiting(upload_id)
    if not waiting:
        raise CaseError("没有待复核的期初数据")
    return jobs.enqueue(
        FORCE_JOB,
        key=f"{FORCE_JOB}-{upload_id}-{by.pk}-{waiting[-1]}-{len(waiting)}",
        title=f"期初数据生效「{upload.name}」"[:160],
        by=by,
        at=at,
        params={"upload": upload_id},
        link=reverse("subsidies:opening_upload", args=[upload_id]),
    )


@jobs.handles(FORCE_JOB)
def force_upload(context: JobContext) -> str:
    """Put in force what still waits, some hundreds at a time; run again it goes on from there."""
    officer = context.job.owner
    waiting = _waiting(context.params["upload"])
    done = 0
    refused: dict[int, list[str]] = {}
    for start in range(0, len(waiting), CHUNK):
        outcome = put_in_force(waiting[start : start + CHUNK], by=officer, at=context.clock())
        done += len(outcome.done)
        refused |= outcome.refused
        context.progress(start + len(waiting[start : start + CHUNK]), len(waiting))
    said = f"已生效 {done} 条"
    return f"{said}，{len(refused)} 条未能生效：{_named(refused.values())}" if refused else said


def _waiting(upload_id: int) -> list[int]:
    """The keys of what waits: whoever sees a workbook sees all that it brought."""
    records = OpeningRecord.objects.filter(upload=upload_id, state=OpeningState.PROPOSED)
    return list(records.order_by("pk").values_list("pk", flat=True))


def _named(refusals: Iterable[Sequence[str]]) -> str:
    """The commonest reasons, each once."""
    sentences = list(dict.fromkeys(sentence for refused in refusals for sentence in refused))
    return "；".join(sentences[:NAMED])
