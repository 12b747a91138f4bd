"""Asks for the papers of a batch: the approval sheet, the closing sheet."""

from datetime import datetime

from django.urls import reverse

from pension.models import Job, Officer
from pension.services import jobs
from pension.vocabulary.errors import CaseError
from subsidies.models import TransferBatch
from subsidies.queries.batches.papers import closing_sheet
from subsidies.workflow.readers import BUREAU_MONEY_POSTS
from subsidies.workflow.states import BatchState

APPROVAL_JOB = jobs.declare("batch_approval_sheet", posts=BUREAU_MONEY_POSTS, queue="papers")
CLOSING_JOB = jobs.declare("batch_closing_sheet", posts=BUREAU_MONEY_POSTS, queue="papers")
AFTER_BANK = (BatchState.RETURNED, BatchState.RECONCILED, BatchState.CLOSED)


def request_approval_sheet(batch: TransferBatch, *, by: Officer, at: datetime) -> Job:
    """Have the approval sheet set; while the batch stands where it is it is the same job."""
    _insist_on_bureau(by)
    if not batch.rows_hash:
        raise CaseError("锁定以后才有审批表")
    key = f"{APPROVAL_JOB}-{batch.pk}-{batch.round}-{batch.state}"
    return _request(APPROVAL_JOB, key, f"审批表 {batch.number}", batch, by, at)


def request_closing_sheet(batch: TransferBatch, *, by: Officer, at: datetime) -> Job:
    """Have the closing sheet set; while what it proves stays the same it is the same job."""
    _insist_on_bureau(by)
    if batch.state not in AFTER_BANK:
        raise CaseError("登记银行回盘以后才有结清表")
    key = f"{CLOSING_JOB}-{batch.pk}-{closing_sheet(batch).fingerprint}"
    return _request(CLOSING_JOB, key, f"结清表 {batch.number}", batch, by, at)


def _insist_on_bureau(by: Officer) -> None:
    """Both papers tell of all communities: a street or community sees its own rows only."""
    if not by.is_bureau:
        raise CaseError("审批表和结清表由区居保局打印")


def _request(
    kind: str, key: str, title: str, batch: TransferBatch, by: Officer, at: datetime
) -> Job:
    return jobs.enqueue(
        kind,
        key=key,
        title=title,
        by=by,
        at=at,
        params={"batch": batch.pk},
        link=reverse("subsidies:batch", args=[batch.pk]),
    )
