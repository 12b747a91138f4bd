"""What the approval sheet and the closing sheet of a batch say, as plain values."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from pension.models import JobFile
from pension.vocabulary import money
from subsidies.models import BankReturn, BatchEvent, LateSuccess, TransferBatch
from subsidies.queries.batches.sums import BatchSums, CommunitySums, Total, by_community, sums
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.workflow.states import RowState

SIGNED_STEPS = (("编制", "lock"), ("稽核", "inspect"), ("审批", "approve"), ("放行", "release"))
CLOSED_STEPS = (
    ("导出", "export"),
    ("回盘", "take_return"),
    ("核对", "reconcile"),
    ("关闭", "close"),
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: who acted in the system and when, empty where nobody has yet."""

    role: str
    name: str = ""
    at: datetime | None = None


class Term(NamedTuple):
    """A part of the equation."""

    label: str
    total: Total
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What names a batch on its papers."""

    number: str
    title: str
    region: str
    year: int
    channel: str
    kind: str
    bank: str
    fiscal_bearer: str
    rows_hash: str


@dataclass(frozen=True, slots=True)
class ApprovalSheet:
    """What is approved: count and sum by community, what was put aside, who signed."""

    head: Head
    communities: Sequence[CommunitySums]
    approved: Total
    held: Total
    payable: Total
    signatures: Sequence[Signature]

    @property
    def capital(self) -> str:
        """The amount to be paid in capital numerals."""
        return money.capital(self.payable.fen)


@dataclass(frozen=True, slots=True)
class ClosingSheet:
    """The proof that 核定 = 已发 + 转待补发 + 退回 + 暂缓, in all and by community."""

    head: Head
    communities: Sequence[CommunitySums]
    sums: BatchSums
    approved: Total
    roster_name: str
    roster_sha256: str
    receipts: Sequence[BankReturn]
    late_successes: int  # rows that the bank paid after it had reported them as failed
    signatures: Sequence[Signature]

    @property
    def terms(self) -> Sequence[Term]:
        """The equation: the first term equals the sum of the others."""
        return equation(self.sums, self.approved)

    @property
    def difference_fen(self) -> int:
        """What the equation lacks; 0 when it holds."""
        return self.approved.fen - self.sums.accounted.fen

    @property
    def difference_rows(self) -> int:
        """How many rows the equation lacks; 0 when it holds."""
        return self.approved.rows - self.sums.accounted.rows

    @property
    def returned_later(self) -> int:
        """How many payments came back after the bank's answers: no receipt counts them so."""
        told = sum(one.returned_count for one in self.receipts)
        return self.sums.of(RowState.RETURNED).rows - told

    @property
    def fingerprint(self) -> str:
        """Changes when what the sheet proves changes, so that it is written anew only then."""
        terms = [(term.label, *term.total) for term in self.terms]
        signed = [(one.role, one.name) for one in self.signatures]
        said = (self.head.rows_hash, terms, signed)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def equation(counted: BatchSums, approved: Total, *, waiting: bool = False) -> list[Term]:
    """The terms of the equation; while rows wait for the bank they are a term of their own."""
    failed = counted.of(RowState.FAILED)
    terms = [
        Term("核定", approved),
        Term("已发", counted.of(RowState.PAID)),
        Term("转待补发", failed, "bad" if failed.rows else ""),
        Term("退回", counted.of(RowState.RETURNED)),
        Term("暂缓", counted.of(RowState.HELD)),
    ]
    pending = counted.of(RowState.PENDING)
    if waiting and pending.rows:
        terms.insert(1, Term("待发", pending))
    return terms


def approved_total(batch: TransferBatch, counted: BatchSums) -> Total:
    """What was locked; before the lock what stands in the batch."""
    if batch.locked_count is None or batch.locked_fen is None:
        return counted.standing
    return Total(batch.locked_count, batch.locked_fen)


def approval_sheet(batch: TransferBatch) -> ApprovalSheet:
    """What the approval sheet of a batch says now."""
    counted = sums(batch)
    return ApprovalSheet(
        head=_head(batch),
        communities=by_community(batch),
        approved=approved_total(batch, counted),
        held=counted.of(RowState.HELD),
        payable=counted.sent,
        signatures=_signatures(batch, SIGNED_STEPS),
    )


def closing_sheet(batch: TransferBatch) -> ClosingSheet:
    """What the closing sheet of a batch says now."""
    counted = sums(batch)
    return ClosingSheet(
        head=_head(batch),
        communities=by_community(batch),
        sums=counted,
        approved=approved_total(batch, counted),
        roster_name=batch.export_name,
        roster_sha256=roster_digest(batch),
        receipts=list(batch.returns.select_related("by").order_by("at")),
        late_successes=LateSuccess.objects.filter(row__batch=batch).count(),
        signatures=_signatures(batch, (*SIGNED_STEPS, *CLOSED_STEPS)),
    )


def roster_digest(batch: TransferBatch) -> str:
    """The SHA-256 of the roster that went out; empty before."""
    if not batch.export_name:
        return ""
    files = JobFile.objects.filter(
        job__params__batch=batch.pk, job__params__round=batch.round, name=batch.export_name
    )
    return files.values_list("sha256", flat=True).first() or ""


def steps_taken(batch: TransferBatch) -> Mapping[str, BatchEvent]:
    """The last event of each step in the present round; drawing up counts from the first."""
    events = batch.events.select_related("officer").order_by("at", "pk")
    return {
        event.step: event for event in events if event.round == batch.round or event.step == "draft"
    }


def _signatures(batch: TransferBatch, places: Sequence[tuple[str, str]]) -> list[Signature]:
    taken = steps_taken(batch)
    return [
        Signature(role, taken[step].officer.name, taken[step].at)
        if step in taken
        else Signature(role)
        for role, step in places
    ]


def _head(batch: TransferBatch) -> Head:
    return Head(
        number=batch.number,
        title=batch.title,
        region=batch.region.name,
        year=batch.year,
        channel=Channel(batch.channel).label,
        kind=Kind(batch.kind).label if batch.kind else "全部类别",
        bank=batch.bank_format.name if batch.bank_format else "",
        fiscal_bearer=batch.fiscal_bearer,
        rows_hash=batch.rows_hash,
    )
