"""Drawing a batch up: everything due of a scope goes in once, whoever else draws up at the time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from enrollment.rules.names import initials
from pension.models import Officer, Region, RegionLevel
from pension.services import audit, numbering
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import BankFormat, BatchRow, Entitlement, TransferBatch
from subsidies.queries.batches.candidates import Candidate, LeftOut, Scope, gather
from subsidies.rules.vocabulary import Channel
from subsidies.services.batches.machine import note_drawn_up
from subsidies.workflow.states import BatchState, EntitlementState, RowState

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
DISTRICT_DIGITS = 6
TAKEN_MEANWHILE = "其中有款项刚被编入另一批次，本批次没有编制，请刷新页面后重新编制"
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


def draft(plan: Plan, *, by: Officer, at: datetime) -> TransferBatch:
    """Draw up a batch of everything due in a scope, rows that failed before among it.

    Refused: nothing due, a bank batch without a bank, somebody who doesn't prepare, a region
    outside. Of two at the same time one gets the rows, the other is refused.
    """
    _insist(plan, by)
    try:
        with transaction.atomic():
            return _draft(plan, by, at)
    except IntegrityError as clash:
        # The database has the last word on one live row per entitlement.
        raise CaseError(TAKEN_MEANWHILE) from clash


def _draft(plan: Plan, by: Officer, at: datetime) -> TransferBatch:
    found = [one for one in gather(plan.scope, by) if isinstance(one, Candidate)]
    if not found:
        raise CaseError(_nothing(plan, by))
    _hold_due(found)
    batch = _open(plan, by, at)
    BatchRow.objects.bulk_create(
        (_row(batch, position, one) for position, one in enumerate(found, 1)), batch_size=CHUNK
    )
    note_drawn_up(batch, by, at)
    total_fen = sum(one.due.amount_fen for one in found)
    deed = audit.Deed("编制批次", "batch", batch.pk, {"rows": len(found), "fen": total_fen})
    audit.record(deed, by=by, at=at)
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


def _row(batch: TransferBatch, position: int, one: Candidate) -> BatchRow:
    account = one.account if batch.channel == Channel.BANK else None
    return BatchRow(
        batch=batch,
        entitlement_id=one.due.entitlement_id,
        position=position,
        region_id=one.payee.community_id,
        name=one.payee.name,
        identity_number=one.payee.identity_number,
        bank=account.bank if account else "",
        account_holder=account.holder if account else "",
        account_number=account.number if account else "",
        amount_fen=one.due.amount_fen,
        state=RowState.PENDING,
        reissue_of_id=one.earlier_row,
    )


def _hold_due(found: Sequence[Candidate]) -> None:
    """Lock what goes in, so that no calculation replaces it; refuse what was replaced just now."""
    # In the order in which a calculation locks them, so that neither waits for the other.
    keys = sorted(one.due.entitlement_id for one in found)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        rows = Entitlement.objects.select_for_update().filter(
            pk__in=part, state=EntitlementState.DUE
        )
        if len(rows.order_by("pk").values_list("pk", flat=True)) != len(part):
            raise CaseError("其中有款项刚被重新核算，本批次没有编制，请刷新页面后重新编制")


def _insist(plan: Plan, by: Officer) -> None:
    if not by.holds(Post.PREPARE):
        raise CaseError(f"批次由「{Post.PREPARE.label}」岗位编制")
    if not Region.objects.visible_to(by).filter(pk=plan.scope.region.pk).exists():
        raise CaseError("只能编制本区的批次")
    if plan.scope.channel is Channel.BANK and plan.bank_format is None:
        raise CaseError("打入个人银行账户的批次须选择代发银行")


def _nothing(plan: Plan, by: Officer) -> str:
    """Why there is nothing to draw up, with the cure."""
    left = sum(isinstance(one, LeftOut) for one in gather(plan.scope, by))
    if left:
        return f"{plan.scope.region}有{left}笔应补款项，但账户都不能付款，请先补齐或更正账户"
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
