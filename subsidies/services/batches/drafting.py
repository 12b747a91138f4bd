"""Drawing a batch up: everything due of a scope goes in once, whoever else draws up at the time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from enrollment.rules.names import initials
from pension.models import Officer, Region, RegionLevel
from pension.services import audit, bulk, numbering
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import BankFormat, BatchRow, Entitlement, TransferBatch
from subsidies.queries.batches.candidates import Candidate, LeftOut, Progress, Scope, gather
from subsidies.rules.vocabulary import Channel
from subsidies.services.batches.machine import note_drawn_up
from subsidies.workflow.states import BatchState, EntitlementState, RowState

NAMED = 3  # reasons why nothing can be drawn up
CHUNK = 5_000  # keys that are handed to the database at a time
DISTRICT_DIGITS = 6
TAKEN_MEANWHILE = "其中有款项刚被编入另一批次，本批次没有编制，请刷新页面后重新编制"
COLUMNS = (
    "entitlement_id",
    "position",
    "reissue_of_id",
    "region_id",
    "name",
    "identity_number",
    "bank",
    "account_holder",
    "account_number",
    "amount_fen",
)
CHANNEL_CODES = {
    Channel.BANK: "YH",
    Channel.RESIDENT_ACCOUNT: "JM",
    Channel.RESIDENT_SUBLEDGER: "JF",
    Channel.FISCAL: "CZ",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to draw up; ``year`` is the year whose money it is, a bank stands for channel BANK."""

    scope: Scope
    year: int
    bank_format: BankFormat | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What would go in, as rows in the order of ``COLUMNS``: nothing is written or locked yet."""

    plan: Plan
    rows: Sequence[bulk.Row]

    @property
    def entitlement_ids(self) -> list[int]:
        """The keys of what is paid, in their order."""
        return sorted(row[0] for row in self.rows)

    @property
    def total_fen(self) -> int:
        """The sum of the rows."""
        return sum(row[-1] for row in self.rows)


def draft(plan: Plan, *, by: Officer, at: datetime) -> TransferBatch:
    """Draw up a batch of everything due in a scope, rows that failed before among it.

    Refused: nothing due, a bank batch without a bank, somebody who doesn't prepare, a region
    outside. Of two at the same time one gets the rows, the other is refused.
    """
    return write_down(gather_rows(plan, by=by), by=by, at=at)


def gather_rows(plan: Plan, *, by: Officer, tell: Progress | None = None) -> Gathered:
    """Find what goes in, outside of any transaction: for whoever draws up may wait for it.

    Refused as ``draft`` is. ``tell`` is told how many of how many amounts were looked at.
    """
    insist(plan, by)
    found = (one for one in gather(plan.scope, by, tell) if isinstance(one, Candidate))
    rows = [_row(plan, position, one) for position, one in enumerate(found, 1)]
    if not rows:
        raise CaseError(_nothing(plan, by))
    return Gathered(plan, rows)


def write_down(gathered: Gathered, *, by: Officer, at: datetime) -> TransferBatch:
    """Draw up a batch of what was gathered; refused whole when anything of it went elsewhere."""
    try:
        with transaction.atomic():
            return _write_down(gathered, by, at)
    except IntegrityError as clash:
        # The database has the last word on one live row per entitlement.
        raise CaseError(TAKEN_MEANWHILE) from clash


def _write_down(gathered: Gathered, by: Officer, at: datetime) -> TransferBatch:
    _hold_due(gathered.entitlement_ids)
    batch = _open(gathered.plan, by, at)
    count = bulk.insert(BatchRow, COLUMNS, gathered.rows, batch_id=batch.pk, state=RowState.PENDING)
    note_drawn_up(batch, by, at)
    detail = {"rows": count, "fen": gathered.total_fen}
    audit.record(audit.Deed("编制批次", "batch", batch.pk, detail), by=by, at=at)
    return batch


def _open(plan: Plan, by: Officer, at: datetime) -> TransferBatch:
    scope = plan.scope
    return TransferBatch.objects.create(
        number=_number(scope, at),
        title=plan.title.strip()[:120] or _title(plan),
        region=scope.region,
        channel=scope.channel,
        kind=scope.kind or "",
        year=plan.year,
        bank_format=plan.bank_format,
        fiscal_bearer=_bearer(scope.region),
        state=BatchState.DRAFT,
        state_since=at,
        created_by=by,
        created_at=at,
    )


def _row(plan: Plan, position: int, one: Candidate) -> bulk.Row:
    """The values of a row in the order of ``COLUMNS``."""
    account = one.account if plan.scope.channel is Channel.BANK else None
    paid_into = (account.bank, account.holder, account.number) if account else ("", "", "")
    payee = one.payee
    person = payee.community_id, payee.name, payee.identity_number
    return (
        one.due.entitlement_id,
        position,
        one.earlier_row,
        *person,
        *paid_into,
        one.due.amount_fen,
    )


def _hold_due(keys: Sequence[int]) -> None:
    """Lock what goes in, so that no calculation replaces it; refuse what was replaced just now."""
    # The keys are in the order in which a calculation locks them: neither waits for the other.
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        rows = Entitlement.objects.select_for_update().filter(
            pk__among=part, state=EntitlementState.DUE
        )
        if len(rows.order_by("pk").values_list("pk", flat=True)) != len(part):
            raise CaseError("其中有款项刚被重新核算，本批次没有编制，请刷新页面后重新编制")


def insist(plan: Plan, by: Officer) -> None:
    """Refuse a plan that ``by`` may not draw up, or that lacks its bank."""
    if not by.holds(Post.PREPARE):
        raise CaseError(f"批次由「{Post.PREPARE.label}」岗位编制")
    if not Region.objects.visible_to(by).filter(pk=plan.scope.region.pk).exists():
        raise CaseError("只能编制本区的批次")
    if plan.scope.channel is Channel.BANK and plan.bank_format is None:
        raise CaseError("打入个人银行账户的批次须选择代发银行")


def _nothing(plan: Plan, by: Officer) -> str:
    """Why there is nothing to draw up, with the cure."""
    left = Counter(one.reason for one in gather(plan.scope, by) if isinstance(one, LeftOut))
    if left:
        named = "；".join(f"{reason}（{count}笔）" for reason, count in left.most_common(NAMED))
        return f"{plan.scope.region}有{left.total()}笔应补款项，但都不能编入：{named}"
    return f"{plan.scope.region}没有可以编入的应补款项，或者都已在其他批次中"


def _number(scope: Scope, at: datetime) -> str:
    """A number like «CG-2022-10-YH-003»: district, month, channel, running number."""
    code = scope.region.code[:DISTRICT_DIGITS]
    districts = Region.objects.filter(code=code, level=RegionLevel.DISTRICT)
    name = districts.order_by("-valid_from").values_list("name", flat=True).first() or code
    month = timezone.localtime(at).strftime("%Y-%m")
    series = f"{initials(name.rstrip('区县市')).upper()}-{month}-{CHANNEL_CODES[scope.channel]}"
    (running,) = numbering.reserve(series, 1)
    return f"{series}-{running:03d}"


def _title(plan: Plan) -> str:
    scope = plan.scope
    kind = scope.kind.label if scope.kind else "养老补助"
    way = plan.bank_format.name + "代发" if plan.bank_format else scope.channel.label
    return f"{scope.region.name}{plan.year}年{kind}（{way}）"


def _bearer(region: Region) -> str:
    """Who pays: a street may be run by a development zone."""
    above: Iterable[Region | None] = (region, region.parent)
    return next((one.fiscal_bearer for one in above if one and one.fiscal_bearer), "")
