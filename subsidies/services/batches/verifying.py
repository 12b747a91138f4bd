"""The communities' word on a batch: each verifies its own people, the last one moves it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from enrollment.services import scans
from pension.models import Officer
from pension.services import audit, steps
from pension.services.steps import Statement
from pension.vocabulary.errors import CaseError
from subsidies.models import BatchRow, CommunityVerification, TransferBatch
from subsidies.queries.batches import sums
from subsidies.queries.batches.soundness import communities_left
from subsidies.queries.batches.sums import CommunitySums
from subsidies.services.batches.machine import BATCHES, conditions, insist, locked
from subsidies.services.batches.rows import drop
from subsidies.workflow.states import RowState

FLAGGED = "社区核实：信息有误"
SCANS = "verifications"


@dataclass(frozen=True, slots=True)
class PaperWord:
    """What a community that doesn't log in signed: which one, who, when, and the scan."""

    region_id: int
    signed_by: str
    signed_on: date
    scan: UploadedFile | None


@transaction.atomic
def verify(batch_id: int, *, by: Officer, at: datetime) -> TransferBatch:
    """Say that the people of the officer's own community are right.

    The batch goes on when no community is left. Refused for who already did, or has no rows here.
    """
    batch = locked(batch_id, by)
    left = communities_left([batch])[batch.pk]
    own = [one for one in sums.by_community(batch, by) if one.region_id in left]
    if not own:
        insist(conditions(batch, "verify", by=by))
        raise CaseError("本社区的人员已经核实，不必重复办理")
    _speak(batch, own, by, at)
    _go_on(batch, by, at)
    return batch


@transaction.atomic
def verify_on_paper(batch_id: int, paper: PaperWord, *, by: Officer, at: datetime) -> TransferBatch:
    """Enter «代录自纸质» that a community verified its people, with the scan of its paper.

    Refused: no scan, no signer, a day of signing in the future, a community that has no rows here
    or has spoken already, whoever isn't the street's clerk.
    """
    batch = locked(batch_id, by)
    insist(steps.conditions(BATCHES, batch, "verify", by=by, on_paper=True))
    if not paper.signed_by.strip():
        raise CaseError("请填写社区核实表上的签字人")
    if paper.signed_on > timezone.localdate(at):
        raise CaseError(f"签字日期{paper.signed_on:%Y-%m-%d}晚于今天，请核对社区核实表")
    left = communities_left([batch])[batch.pk] & {paper.region_id}
    named = [one for one in sums.by_community(batch, by) if one.region_id in left]
    if not named:
        raise CaseError("这个社区已经核实，或批次中没有这个社区的人员")
    _speak(batch, named, by, at, paper=paper)
    _go_on(batch, by, at, on_paper=True)
    return batch


@transaction.atomic
def flag_rows(
    batch_id: int, row_ids: Sequence[int], *, note: str, by: Officer, at: datetime
) -> int:
    """Say that rows of the own community are wrong: they leave the batch, with the reason.

    What they pay is free again and enters another batch once it has been put right.
    """
    if not note.strip():
        raise CaseError("请写明哪项信息有误")
    batch = locked(batch_id, by)
    insist(conditions(batch, "verify", by=by))
    rows = _own_rows(batch, row_ids, by)
    drop(rows, f"{FLAGGED}，{note.strip()}"[:200])
    detail = {"rows": [row.position for row in rows], "note": note.strip()}
    audit.record(audit.Deed("社区核实剔除", "batch", batch.pk, detail), by=by, at=at)
    if not communities_left([batch])[batch.pk]:
        # It was the last community and none of its rows is left to be verified.
        _go_on(batch, by, at)
    return len(rows)


def _speak(
    batch: TransferBatch,
    communities: Sequence[CommunitySums],
    by: Officer,
    at: datetime,
    *,
    paper: PaperWord | None = None,
) -> None:
    signature = _signature(paper, at) if paper else {}
    try:
        with transaction.atomic():
            CommunityVerification.objects.bulk_create(
                CommunityVerification(
                    batch=batch,
                    round=batch.round,
                    region_id=one.region_id,
                    row_count=one.sums.standing.rows,
                    by=by,
                    at=at,
                    **signature,
                )
                for one in communities
            )
    except IntegrityError as clash:
        raise CaseError("本社区的人员已经核实，不必重复办理") from clash


def _signature(paper: PaperWord, at: datetime) -> dict[str, Any]:
    """Who signed on paper and when, with the scan, which is kept."""
    return {
        "on_paper": True,
        "signed_by": paper.signed_by.strip(),
        "signed_on": paper.signed_on,
        "scan": scans.keep(paper.scan, SCANS, at=at),
    }


def _go_on(batch: TransferBatch, by: Officer, at: datetime, *, on_paper: bool = False) -> None:
    """Take the step; the machine finds out which communities are left."""
    steps.take(BATCHES, batch.pk, "verify", by=by, at=at, says=Statement(on_paper=on_paper))


def _own_rows(batch: TransferBatch, row_ids: Sequence[int], by: Officer) -> list[BatchRow]:
    """The rows of one's own community that this round still asks about."""
    keys = set(row_ids)
    if not keys:
        raise CaseError("请先勾选信息有误的行")
    left = communities_left([batch])[batch.pk]
    rows = BatchRow.objects.visible_to(by).filter(
        batch=batch, region__in=left, state=RowState.PENDING
    )
    own = [row for row in rows if row.pk in keys]
    if len(own) != len(keys):
        raise CaseError("所选的行有的不在本社区或已经核实，请刷新页面后重新勾选")
    return own
