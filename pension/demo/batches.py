"""Transfer batches of the demo: one closed with failed rows, others on their way."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from pension.demo import calendar
from pension.demo.offices import holder
from pension.models import Officer, Region, RegionLevel
from pension.services import jobs, uploads
from pension.vocabulary.posts import Post
from pension.workbooks import write
from subsidies.imports.bank_return import sheet_of
from subsidies.models import BatchRow, TransferBatch
from subsidies.queries.bank_formats import choices as bank_choices
from subsidies.queries.batches.candidates import Scope
from subsidies.queries.batches.soundness import communities_left
from subsidies.rules.vocabulary import Channel
from subsidies.services import batches
from subsidies.services.batches import Plan
from subsidies.workflow.states import RowState

RECEIPT = "演示回单20221024"
FAILED_EVERY = 9
FAILURES = ("户名不符", "账户已销户", "账号不存在")


def play(streets: Sequence[Region]) -> TransferBatch:
    """Batches of three streets at all stages; returns the one that waits for the bank's answer."""
    first, second, third = streets
    closed = _to_bank(first)
    _answer(closed)
    waiting = _to_bank(second)
    _verify(_draft(third, Channel.BANK))
    _inspect(_verify(_draft(first, Channel.RESIDENT_ACCOUNT)))
    _draft(second, Channel.RESIDENT_ACCOUNT)
    _approve(_verify(_draft(third, Channel.RESIDENT_ACCOUNT)))
    return waiting


def answer_book(batch: TransferBatch, *, wrong: bool = False) -> bytes:
    """The bank's answer: some accounts failed; ``wrong`` adds a row that was never sent."""
    rows = BatchRow.objects.filter(batch=batch).exclude(state=RowState.DROPPED)
    sent = list(rows.order_by("position"))
    failed = _failing([row.account_number for row in sent])
    answers = [_reply(row, failed=row.account_number in failed) for row in sent]
    if wrong and answers:
        answers.append(answers[0] | {"position": len(answers) + 900})
    buffer = BytesIO()
    write(buffer, "回盘", sheet_of({"batch": batch.pk}).columns, answers)
    return buffer.getvalue()


def _failing(accounts: Sequence[str]) -> set[str]:
    """Every ninth account, at least one: an account fails for all its rows or for none."""
    return {one for one in accounts if int(one[-4:]) % FAILED_EVERY == 0} or set(accounts[-1:])


def _reply(row: BatchRow, *, failed: bool) -> dict[str, object]:
    return {
        "position": row.position,
        "name": row.account_holder,
        "identity": row.identity_number,
        "account": row.account_number,
        "amount": row.amount_fen,
        "result": "失败" if failed else "成功",
        "reason": FAILURES[row.position % len(FAILURES)] if failed else "",
    }


def _draft(street: Region, channel: Channel) -> TransferBatch:
    bank = bank_choices().first() if channel is Channel.BANK else None
    plan = Plan(Scope(street, channel), calendar.DRAFTED.year, bank)
    clerk = _at_bureau(Post.PREPARE, street)
    batch = batches.draft(plan, by=clerk, at=calendar.at(calendar.DRAFTED))
    batches.go(batch.pk, "submit", by=clerk, at=calendar.at(calendar.DRAFTED, calendar.TEN))
    return batch


def _verify(batch: TransferBatch) -> TransferBatch:
    regions = Region.objects.filter(pk__in=communities_left([batch])[batch.pk])
    for community in regions.filter(level=RegionLevel.COMMUNITY):
        clerk = holder(Post.COMMUNITY_CONFIRM, community)
        batches.verify(batch.pk, by=clerk, at=calendar.at(calendar.VERIFIED))
    clerk = _at_bureau(Post.PREPARE, batch.region)
    batches.lock(batch.pk, by=clerk, at=calendar.at(calendar.VERIFIED, calendar.FOUR))
    return batch


def _inspect(batch: TransferBatch) -> None:
    _go(batch, "inspect", Post.INSPECT, calendar.INSPECTED)


def _approve(batch: TransferBatch) -> None:
    _inspect(batch)
    _go(batch, "approve", Post.DIRECTOR, calendar.APPROVED)


def _to_bank(street: Region) -> TransferBatch:
    batch = _verify(_draft(street, Channel.BANK))
    _approve(batch)
    _go(batch, "release", Post.CASHIER, calendar.EXPORTED)
    moment = calendar.at(calendar.EXPORTED, calendar.TEN)
    cashier = _at_bureau(Post.CASHIER, street)
    _run(batches.request_roster(batch.pk, by=cashier, at=moment).pk, calendar.EXPORTED)
    return batch


def _answer(batch: TransferBatch) -> None:
    """Take the bank's answer in as an officer would: upload, check, commit, reconcile, close."""
    clerk = _at_bureau(Post.RECONCILE, batch.region)
    file = SimpleUploadedFile("农信社回盘（演示）.xlsx", answer_book(batch))
    said = {"batch": str(batch.pk), "receipt": RECEIPT}
    moment = calendar.at(calendar.ANSWERED)
    upload = uploads.stage("bank_return", file, said, by=clerk, at=moment)
    _run(upload.check_job_id, calendar.ANSWERED)
    upload = uploads.request_commit(upload.pk, by=clerk, at=moment)
    _run(upload.commit_job_id, calendar.ANSWERED)
    batches.go(batch.pk, "reconcile", by=clerk, at=calendar.at(calendar.ANSWERED, calendar.TEN))
    batches.close(batch.pk, by=clerk, at=calendar.at(calendar.ANSWERED, calendar.FOUR))


def _go(batch: TransferBatch, step: str, post: Post, day: date) -> None:
    batches.go(batch.pk, step, by=_at_bureau(post, batch.region), at=calendar.at(day))


def _at_bureau(post: Post, street: Region) -> Officer:
    return holder(post, street.parent or street)


def _run(job_id: int | None, day: date) -> None:
    """Run a job here and now, at the story's hour: no worker is there yet."""

    def clock() -> datetime:
        return calendar.at(day, calendar.TEN)

    if job_id is not None:
        jobs.run(job_id, clock)
