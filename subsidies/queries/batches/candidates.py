"""What can enter a batch: amounts due to people who can be paid, and who can't be and why."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from enrollment.queries.insured import proof_taken_back
from enrollment.queries.payees import Account, Payee, payees, people_settled
from pension.models import Officer, Region, within
from pension.vocabulary.masking import mask_identity
from subsidies.models import BatchRow, Entitlement
from subsidies.queries.set_offs import waiting_set_offs
from subsidies.rules.answers import remedy_of
from subsidies.rules.vocabulary import Channel, Kind
from subsidies.workflow.states import LIVE_ROWS, BatchState, EntitlementState, Origin, RowState

CHUNK = 5_000  # amounts that are looked into at a time
Progress = Callable[[int, int], None]
PAST_COLUMNS = (
    "entitlement_id",
    "pk",
    "waits",
    "state",
    "outcome_code",
    "bank",
    "account_holder",
    "account_number",
)
SETBACKS = (RowState.FAILED, RowState.RETURNED, RowState.HELD)
NO_ACCOUNT = "没有已确认的收款账户"
NO_CONSENT = "户名不是本人，且没有写明与本人的关系和缘由"
SAME_ACCOUNT = "上次发放失败后账户未更正"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which amounts are drawn up together: a region's, of one channel, perhaps of one kind."""

    region: Region
    channel: Channel
    kind: Kind | None = None


class Due(NamedTuple):
    """An amount that is due and free, as read from the ledger."""

    entitlement_id: int
    person_id: int
    amount_fen: int
    kind: str
    year: int


class Candidate(NamedTuple):
    """An amount that can be paid, to whom; ``earlier_row`` is the row that it is paid again for."""

    due: Due
    payee: Payee
    earlier_row: int | None

    @property
    def account(self) -> Account | None:
        """The account that is paid into."""
        return self.payee.account


class LeftOut(NamedTuple):
    """An amount that is due but can't be paid yet; the identity number is masked."""

    person_id: int
    name: str
    identity: str
    community: str
    amount_fen: int
    reason: str


class _Past(NamedTuple):
    """What became of an amount before: the row to be paid again, the account last refused."""

    row_id: int | None = None
    refused: Account | None = None
    reason: str = ""


_NO_PAST = _Past()


@dataclass(slots=True)
class Preview:
    """What a batch would hold."""

    rows: int = 0
    total_fen: int = 0
    reissued: int = 0
    people: set[int] = field(default_factory=set)
    communities: Counter[str] = field(default_factory=Counter)
    community_fen: Counter[str] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def left_out_fen(self) -> int:
        """How much of what is due can't be paid yet."""
        return sum(one.amount_fen for one in self.left_out)


def free_entitlements(scope: Scope, officer: Officer) -> QuerySet[Entitlement]:
    """Amounts due that no batch holds.

    What was paid before this system is settled and never comes here. A row that failed is free
    only when its batch is closed: until then the bank's last word isn't in. A year whose proof was
    taken back waits to be worked out anew.
    """
    rows = BatchRow.objects.filter(entitlement=OuterRef("pk"))
    open_setback = rows.filter(state__in=SETBACKS).exclude(batch__state=BatchState.CLOSED)
    found = Entitlement.objects.visible_to(officer).filter(
        ~Exists(rows.filter(state__in=LIVE_ROWS)),
        ~Exists(open_setback),
        ~(Q(kind=Kind.YEARLY) & proof_taken_back(OuterRef("person"), OuterRef("year"))),
        state=EntitlementState.DUE,
        origin=Origin.ENGINE,
        channel=scope.channel,
        person__in=people_settled(),
        **within("person__region__code", scope.region.code),
    )
    return found.filter(kind=scope.kind) if scope.kind else found


def gather(
    scope: Scope, officer: Officer, tell: Progress | None = None
) -> Iterator[Candidate | LeftOut]:
    """Every free amount of a scope, in the order of places and people, with what hinders it.

    ``tell`` is told after each few thousand how many of how many are done.
    """
    free = free_entitlements(scope, officer).order_by("person__region__code", "person_id", "year")
    rows = free.values_list("pk", "person_id", "amount_fen", "kind", "year")
    dues = list(starmap(Due, rows.iterator(CHUNK)))
    for start in range(0, len(dues), CHUNK):
        chunk = dues[start : start + CHUNK]
        yield from _sift(chunk, scope.channel)
        if tell is not None:
            tell(start + len(chunk), len(dues))


def preview(scope: Scope, officer: Officer) -> Preview:
    """Count what a batch of this scope would hold, without writing anything."""
    shown = Preview()
    for one in gather(scope, officer):
        if isinstance(one, LeftOut):
            shown.left_out.append(one)
            continue
        shown.rows += 1
        shown.total_fen += one.due.amount_fen
        shown.reissued += one.earlier_row is not None
        shown.people.add(one.due.person_id)
        shown.communities[one.payee.community] += 1
        shown.community_fen[one.payee.community] += one.due.amount_fen
    return shown


def hindrances(dues: Sequence[Due], channel: Channel) -> dict[int, str]:
    """Why some of these amounts can't enter a batch of a channel, by entitlement."""
    found = zip(dues, _sift(dues, channel), strict=True)
    return {due.entitlement_id: one.reason for due, one in found if isinstance(one, LeftOut)}


def _sift(dues: Sequence[Due], channel: Channel) -> Iterator[Candidate | LeftOut]:
    people = {due.person_id for due in dues}
    known = payees(people)
    claims = waiting_set_offs(people, channel)
    pasts = _pasts({due.entitlement_id for due in dues})
    for due in dues:
        payee = known[due.person_id]
        past = pasts.get(due.entitlement_id, _NO_PAST)
        claim = claims.get(due.person_id)
        hindrance = _hindrance(payee, past) if channel is Channel.BANK else ""
        if claim is not None and claim.takes(due.amount_fen):
            hindrance = claim.sentence
        if hindrance:
            yield LeftOut(
                due.person_id,
                payee.name,
                mask_identity(payee.identity_number),
                payee.community,
                due.amount_fen,
                hindrance,
            )
        else:
            yield Candidate(due, payee, past.row_id)


def _hindrance(payee: Payee, past: _Past) -> str:
    """Why a person can't be paid through a bank; empty when nothing hinders."""
    account = payee.account
    if account is None:
        return NO_ACCOUNT if payee.died_on is None else _heir_wanted(payee)
    if account.holder != payee.name and not account.consent:
        return NO_CONSENT
    if _would_fail_again(past, account):
        return SAME_ACCOUNT
    return ""


def _heir_wanted(payee: Payee) -> str:
    """What is still to be done before the heir of a dead person can be paid."""
    if payee.heir:
        return f"本人已于{payee.died_on}死亡，继承人{payee.heir}的账户待第二人确认"
    return f"本人已于{payee.died_on}死亡，没有登记继承人账户"


def _would_fail_again(past: _Past, account: Account) -> bool:
    """Whether a bank last refused this very account for a reason that lies in the account."""
    if past.refused is None or not remedy_of(past.reason).needs_account:
        return False
    return (past.refused.holder, past.refused.number) == (account.holder, account.number)


def _pasts(entitlements: Collection[int]) -> dict[int, _Past]:
    """The past of what has one: what was put aside after a refusal doesn't hide the refusal."""
    rows = BatchRow.objects.filter(entitlement__among=entitlements, state__in=SETBACKS)
    told = rows.annotate(waits=Q(reissue__isnull=True)).order_by("pk").values_list(*PAST_COLUMNS)
    found: dict[int, _Past] = {}
    for entitlement, key, waits, state, reason, bank, holder, number in told:
        past = found.get(entitlement, _NO_PAST)
        if waits:
            past = past._replace(row_id=key)
        if state != RowState.HELD:
            past = past._replace(refused=Account(bank, holder, number, ""), reason=reason)
        found[entitlement] = past
    return found
