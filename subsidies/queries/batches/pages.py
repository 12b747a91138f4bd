"""What the page of a batch shows beside its rows: communities, jobs, files, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from pension.models import AuditEntry, Job, JobFile, JobState, Officer
from pension.vocabulary.money import yuan
from subsidies.models import BatchEvent, BatchRow, CommunityVerification, LateSuccess, TransferBatch
from subsidies.queries.batches.sums import CommunitySums, Total, by_community
from subsidies.workflow.batches import ALL_BATCH_STEPS, BATCH_STEPS

DRAWN_UP = "编制批次"
LATEST = 40
ANSWERS = (("paid", "成功"), ("failed", "失败"), ("returned", "退回"))
# Steps beside which another entry of the same moment says more.
TOLD_BETTER = [BATCH_STEPS[name].label for name in ("lock", "export", "take_return", "close")]


@dataclass(frozen=True, slots=True)
class CommunityWord:
    """A community in a batch: what it has there, and who verified it in this round."""

    name: str
    total: Total
    region_id: int
    by: str = ""
    at: datetime | None = None
    paper: int | None = None  # the key of the word where it was signed on paper


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the history."""

    who: str
    deed: str
    at: datetime
    note: str


def visible_batches(officer: Officer) -> QuerySet[TransferBatch]:
    """The batches that an officer sees, with what their pages name."""
    return TransferBatch.objects.visible_to(officer).select_related(
        "region", "bank_format", "created_by"
    )


def visible_rows(batch: TransferBatch, officer: Officer) -> QuerySet[BatchRow]:
    """The rows of a batch that an officer sees."""
    rows = BatchRow.objects.visible_to(officer).filter(batch=batch)
    return rows.select_related("region", "entitlement", "late_success")


def communities(batch: TransferBatch, officer: Officer) -> list[CommunityWord]:
    """The communities of a batch that an officer sees, each with its word of this round."""
    said = {
        word.region_id: word
        for word in CommunityVerification.objects.filter(
            batch=batch, round=batch.round
        ).select_related("by")
    }
    return [_word(one, said.get(one.region_id)) for one in by_community(batch, officer)]


def papers_of(batch: TransferBatch, officer: Officer) -> QuerySet[CommunityVerification]:
    """The words on paper about communities that an officer sees in a batch."""
    seen = [one.region_id for one in by_community(batch, officer)]
    return CommunityVerification.objects.filter(batch=batch, region__in=seen, on_paper=True)


def bank_papers(batch: TransferBatch, officer: Officer) -> QuerySet[LateSuccess]:
    """The scanned documents of late payments to people that an officer sees in a batch."""
    return LateSuccess.objects.filter(row__in=visible_rows(batch, officer)).exclude(scan="")


def _word(one: CommunitySums, said: CommunityVerification | None) -> CommunityWord:
    if said is None:
        return CommunityWord(one.name, one.sums.standing, one.region_id)
    signer = (
        f"代录自纸质：{said.signed_by}，录入人 {said.by.name}" if said.on_paper else said.by.name
    )
    paper = said.pk if said.on_paper else None
    return CommunityWord(one.name, one.sums.standing, one.region_id, signer, said.at, paper)


def running_jobs(batch_id: int, officer: Officer) -> list[Job]:
    """Jobs for a batch that aren't done: under way, or failed and not yet asked for again.

    A page reads them before the batch: of a job that ends in between it then shows the progress,
    which reads the page anew, and never an old state without one.
    """
    jobs = Job.objects.visible_to(officer).filter(params__batch=batch_id)
    return list(jobs.exclude(state=JobState.DONE).order_by("-created_at")[:3])


def files(batch: TransferBatch, officer: Officer) -> list[JobFile]:
    """The files that jobs have written for a batch, of each name the newest, newest first."""
    visible = JobFile.objects.visible_to(officer).filter(job__params__batch=batch.pk)
    found = visible.select_related("job", "job__owner")
    newest: dict[str, JobFile] = {}
    for file in found.order_by("-job__finished_at", "name")[:LATEST]:
        newest.setdefault(file.name, file)
    return list(newest.values())


def history(batch: TransferBatch, officer: Officer) -> list[Deed]:
    """Who did what when: the bureau reads every deed, others the steps."""
    if officer.is_bureau:
        entries = (
            AuditEntry.objects.visible_to(officer)
            .filter(subject_type="batch", subject_id=str(batch.pk))
            .exclude(action__in=TOLD_BETTER)
        )
        found = entries.select_related("officer").order_by("-at", "-pk")[:LATEST]
        return [
            Deed(str(one.officer or "系统"), one.action, one.at, _said(one.detail)) for one in found
        ]
    events = BatchEvent.objects.filter(record=batch).select_related("officer")
    return [
        Deed(event.officer.name, step_label(event.step), event.at, event.reason)
        for event in events.order_by("-at", "-pk")[:LATEST]
    ]


def step_label(name: str) -> str:
    """A step in words."""
    return ALL_BATCH_STEPS[name].label if name in ALL_BATCH_STEPS else DRAWN_UP


def _said(detail: Mapping[str, Any]) -> str:
    """The parts of a deed that a reader asks for, in one line."""
    parts = [str(detail[key]) for key in ("reason", "note", "receipt", "file") if detail.get(key)]
    rows = detail.get("rows")
    if rows:
        many = f"{len(rows)} 行：{_positions(rows)}" if isinstance(rows, list) else f"{rows} 行"
        parts.append(many)
    answered = (f"{word} {detail[key]} 行" for key, word in ANSWERS if detail.get(key))
    parts += answered
    if detail.get("fen"):
        parts.append(f"{yuan(detail['fen'])} 元")
    return "，".join(parts)


def _positions(rows: Sequence[int]) -> str:
    named = "、".join(f"第{row}行" for row in rows[:5])
    return f"{named}等" if len(rows) > 5 else named
