"""Brings the ledger into line with a decision: what is paid or on its way is never touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from enrollment.services.people import lock_people
from pension.services import bulk
from pension.vocabulary import money
from subsidies.models import Entitlement
from subsidies.queries.ledger import CHUNK, Holding
from subsidies.rules.decision import Decision, Due
from subsidies.rules.vocabulary import Kind
from subsidies.workflow.states import LIVE_ROWS, EntitlementState, Origin

RECALCULATED = "重新核算"
LAPSED = "本件已不予确认或撤回"
Key = tuple[Kind, int]
_NEW_COLUMNS = (
    "person_id",
    "calculation_id",
    "year",
    "amount_fen",
    "kind",
    "programme",
    "channel",
    "payee",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a decision changes in the ledger of one person.

    ``create`` are new sums with their year, ``cancel`` free entitlements that are no longer right.
    """

    person_id: int
    create: tuple[tuple[Due, int], ...]
    cancel: tuple[Holding, ...]
    warnings: tuple[str, ...] = ()


def plan(person_id: int, decision: Decision, holdings: Sequence[Holding], judged_on: date) -> Plan:
    """Compare a decision with the ledger; writes nothing.

    Only free sums are replaced. A sum whose place in the ledger is taken by another one is not
    created but told in ``warnings``, so that nothing is paid twice.
    """
    all_wanted = _wanted(decision.dues, judged_on)
    if not holdings:
        return Plan(person_id, tuple(all_wanted.values()), ())
    wanted, cancel = dict(all_wanted), []
    for holding in holdings:
        if not holding.is_free:
            continue
        found = wanted.get(key_of(holding.kind, holding.year))
        if found is not None and _is_same(found[0], holding):
            del wanted[key_of(holding.kind, holding.year)]
        else:
            cancel.append(holding)
    taken = {(held.kind, held.year): held for held in holdings if not held.is_free}
    create, warnings = [], []
    for due, year in wanted.values():
        held = taken.get((due.kind, year))
        if held is None:
            create.append((due, year))
        else:
            warnings.append(
                f"{held.label}已{_where(held)}，另有{money.yuan(due.amount_fen)}元不能重复列入，请核对"
            )
    return Plan(person_id, tuple(create), tuple(cancel), tuple(warnings))


def carry_out(
    plans: Sequence[Plan], calculations: Mapping[int, int], *, reason: str, at: datetime
) -> tuple[int, int]:
    """Cancel and create what the plans say; returns how many were created and cancelled.

    ``calculations`` names the calculation behind the new sums, by person. Call it inside the
    transaction that made the plans, with the ledger locked.
    """
    cancelled = _cancel([held.entitlement_id for p in plans for held in p.cancel], reason, at)
    rows = (
        owner + new
        for p in plans
        if p.create
        for owner in [(p.person_id, calculations[p.person_id])]
        for new in _new(p.create)
    )
    state, origin = EntitlementState.DUE, Origin.ENGINE
    created = bulk.insert(
        Entitlement, _NEW_COLUMNS, rows, origin=origin, state=state, created_at=at
    )
    return created, cancelled


def lock(person_ids: Sequence[int]) -> None:
    """Lock some people and their ledger, always in this order.

    Meanwhile no batch takes up what is due, and no opening balance, proof or calculation changes
    it, for people too of whom nothing stands in the ledger yet.
    """
    people = set(person_ids)
    lock_people(people)
    rows = Entitlement.objects.filter(person__among=people)
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def _cancel(keys: Sequence[int], reason: str, at: datetime) -> int:
    cancelled = 0
    for start in range(0, len(keys), CHUNK):
        free = Entitlement.objects.filter(
            pk__in=keys[start : start + CHUNK], state=EntitlementState.DUE
        ).exclude(rows__state__in=LIVE_ROWS)
        cancelled += free.update(
            state=EntitlementState.CANCELLED, cancelled_at=at, cancel_reason=reason
        )
    return cancelled


@lru_cache(maxsize=1024)
def _new(sums: tuple[tuple[Due, int], ...]) -> Sequence[bulk.Row]:
    """What new sums say apart from whose they are: the same ones recur all through a run.

    Words are plain text, which databases take much faster.
    """
    return [
        (year, due.amount_fen, *map(str, (due.kind, due.programme, due.channel, due.payee)))
        for due, year in sums
    ]


@lru_cache(maxsize=4096)
def _wanted(dues: tuple[Due, ...], judged_on: date) -> Mapping[Key, tuple[Due, int]]:
    """Every right that money is due on, with its year in the ledger."""
    return {
        key_of(due.kind, due.year): (due, _ledger_year(due, judged_on))
        for due in dues
        if due.amount_fen > 0
    }


def key_of(kind: Kind, year: int | None) -> Key:
    """What makes two sums the same right: kind, and the year where a year is what is paid."""
    return kind, (year or 0) if kind is Kind.YEARLY else 0


def _ledger_year(due: Due, judged_on: date) -> int:
    """The year under which a sum stands: a later raise may bring another back-payment."""
    return due.year or (judged_on.year if due.kind is Kind.BACK_PAYMENT else 0)


def _is_same(due: Due, holding: Holding) -> bool:
    return (due.amount_fen, due.channel, due.payee, due.programme) == (
        holding.amount_fen,
        holding.channel,
        holding.payee,
        holding.programme,
    )


def _where(held: Holding) -> str:
    if held.is_moving:
        return f"已在批次{held.batch}中"
    return "已发放" if held.is_settled else "待裁定或已裁定维持"
