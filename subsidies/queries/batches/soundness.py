"""Whether a batch may go on: rows as they were locked, rights that still hold, communities left."""

from collections.abc import Sequence

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from enrollment.queries.insured import proof_taken_back
from enrollment.queries.payees import accounts_in_use, people_settled
from subsidies.models import BatchRow, CommunityVerification, TransferBatch
from subsidies.rules.fingerprints import START, FrozenRow, fingerprint
from subsidies.rules.vocabulary import Kind
from subsidies.workflow.states import EntitlementState, RowState

CHUNK = 2000


def standing_rows(batch: TransferBatch) -> QuerySet[BatchRow]:
    """The rows of a batch that weren't taken out, in their order."""
    return batch.rows.exclude(state=RowState.DROPPED).order_by("position")


def is_intact(batch: TransferBatch) -> bool:
    """Whether the rows, their count and their sum still are what was locked."""
    if not batch.rows_hash:
        return False
    count = total_fen = 0
    last = START
    rows = standing_rows(batch).values_list("row_hash", *FrozenRow._fields)
    for kept, *frozen in rows.iterator(CHUNK):
        row = FrozenRow(*frozen)
        last = fingerprint(batch.number, last, row)
        if kept != last:
            return False
        count, total_fen = count + 1, total_fen + row.amount_fen
    return (last, count, total_fen) == (batch.rows_hash, batch.locked_count, batch.locked_fen)


def lapsed_rows(batch: TransferBatch) -> QuerySet[BatchRow]:
    """Rows to be paid that no longer hold.

    The entitlement isn't due any more, the proof of its year was taken back, the person isn't
    confirmed or has another name or number now, or the account isn't in use.
    """
    pending = batch.rows.filter(state=RowState.PENDING)
    same_account = accounts_in_use().filter(
        person=OuterRef("entitlement__person"),
        number=OuterRef("account_number"),
        holder=OuterRef("account_holder"),
    )
    return pending.filter(
        ~Q(entitlement__state=EntitlementState.DUE)
        | ~Q(entitlement__person__in=people_settled())
        | ~Q(name=F("entitlement__person__name"))
        | ~Q(identity_number=F("entitlement__person__identity_number"))
        | Q(entitlement__kind=Kind.YEARLY)
        & proof_taken_back(OuterRef("entitlement__person"), OuterRef("entitlement__year"))
        | ~Q(account_number="") & ~Exists(same_account)
    )


def communities_left(batches: Sequence[TransferBatch]) -> dict[int, set[int]]:
    """By batch the communities with rows that haven't been verified in this round."""
    keys = [batch.pk for batch in batches]
    left: dict[int, set[int]] = {key: set() for key in keys}
    rows = BatchRow.objects.filter(batch__in=keys).exclude(state=RowState.DROPPED)
    for key, region in rows.values_list("batch_id", "region_id").distinct().order_by():
        left[key].add(region)
    rounds = {batch.pk: batch.round for batch in batches}
    said = CommunityVerification.objects.filter(batch__in=keys)
    for key, number, region in said.values_list("batch_id", "round", "region_id"):
        if number == rounds[key]:
            left[key].discard(region)
    return left


def pending_counts(batches: Sequence[TransferBatch]) -> dict[int, int]:
    """By batch how many rows still wait for an answer, or to be sent."""
    rows = BatchRow.objects.filter(batch__in=batches, state=RowState.PENDING)
    counted = rows.values_list("batch_id").annotate(count=Count("pk")).order_by()
    return dict(counted)
