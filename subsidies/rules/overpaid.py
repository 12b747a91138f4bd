"""D15: which payments were too much as things are known now, each with its working.

Source: 社会保险经办条例 (2023), overpayments are recovered. A payment is looked at on declared
grounds alone, and never merely because a later calculation comes to less: who moved to another
scheme, or draws a pension now, received rightly what was due then. Of several grounds the first
in the order of ``CHECKS`` counts.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pension.vocabulary.money import yuan
from subsidies.rules import death
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import MissingParameterError, Parameters
from subsidies.rules.vocabulary import Ground, Kind


class Paid(NamedTuple):
    """A payment of this system; amounts are whole fen, the year 0 where it has none.

    ``concluded_fen`` is what was found overpaid of it before and came back, or was waived.
    """

    entitlement_id: int
    kind: Kind
    year: int
    amount_fen: int
    paid_on: date
    concluded_fen: int = 0

    @property
    def label(self) -> str:
        """What it was for: «2021年度缴费补助»."""
        return self.kind.of(self.year)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person now.

    ``years_before`` are the years paid before this system by records in force; ``years_claimed``
    those that a waiting record says were paid before. ``opened_on`` is when the record in force
    was vouched for; ``enjoyed_fen`` is its G and ``balance_fen`` its legacy account, None where
    unknown.
    """

    died_on: date | None = None
    has_live_case: bool = True
    years_taken_back: Collection[int] = ()
    years_before: Collection[int] = ()
    years_claimed: Collection[int] = ()
    opened_on: date | None = None
    enjoyed_fen: int | None = None
    balance_fen: int | None = None

    def opened_since(self, paid: Paid) -> bool:
        """Whether an opening record came into force after a payment, so that it may correct it."""
        return self.opened_on is not None and self.opened_on >= paid.paid_on


class Working(NamedTuple):
    """One line of the working; the amount is whole fen."""

    label: str
    formula: str
    amount_fen: int


class Overpaid(NamedTuple):
    """How much of a payment was too much, and on which ground."""

    paid: Paid
    ground: Ground
    amount_fen: int
    due_fen: int
    why: str

    @property
    def sentence(self) -> str:
        """What was too much, by how much and why, in one line."""
        return (
            f"{self.paid.label}多付 {yuan(self.amount_fen)} 元（{self.ground.label}）：{self.why}"
        )

    @property
    def working(self) -> tuple[Working, ...]:
        """Paid, due, what was concluded before, and the difference between them."""
        paid, concluded_fen = self.paid, self.paid.concluded_fen
        words = f"{yuan(paid.amount_fen)} − {yuan(self.due_fen)}"
        before: tuple[Working, ...] = ()
        if concluded_fen:
            before = (Working("以前已追回或不予追回", "以前的追回决定", concluded_fen),)
            words += f" − {yuan(concluded_fen)}"
        return (
            Working("已发放", f"{paid.label}，{paid.paid_on}发放", paid.amount_fen),
            Working("应补", self.why, self.due_fen),
            *before,
            Working("多付", words, self.amount_fen),
        )


class _Right(NamedTuple):
    """What was rightly due instead of a payment, in fen, and why."""

    due_fen: int
    why: str


class _Basis(NamedTuple):
    """All that a payment is judged by; ``beyond`` are the payments over the limit of years."""

    known: Known
    parameters: Parameters
    beyond: frozenset[int]


def overpaid(paid: Sequence[Paid], known: Known, parameters: Parameters) -> tuple[Overpaid, ...]:
    """Return the payments that were too much, in the order given.

    A ground that needs a value which the rule set lacks finds nothing: nobody is asked for money
    on a guess.
    """
    basis = _Basis(known, parameters, _beyond_limit(paid, known, parameters))
    found = (_first(one, basis) for one in paid)
    return tuple(one for one in found if one is not None)


def total_fen(found: Sequence[Overpaid]) -> int:
    """The sum of what was too much, in fen."""
    return sum(one.amount_fen for one in found)


def _first(paid: Paid, basis: _Basis) -> Overpaid | None:
    """What the first ground says that finds a payment too much."""
    for ground, check in CHECKS.items():
        right = check(paid, basis)
        if right is None:
            continue
        less_fen = paid.amount_fen - right.due_fen - paid.concluded_fen
        if less_fen > 0:
            return Overpaid(paid, ground, less_fen, right.due_fen, right.why)
    return None


def _after_death(paid: Paid, basis: _Basis) -> _Right | None:
    """D16: years after the year of death never count, that year only where the rules say so."""
    died_on = basis.known.died_on
    if paid.kind is not Kind.YEARLY or died_on is None:
        return None
    try:
        ends = death.ends_year(paid.year, Facts(died_on=died_on), basis.parameters)
    except MissingParameterError:
        return None
    return _Right(0, f"本人于{died_on}死亡，{paid.year}年度不计补") if ends else None


def _taken_back(paid: Paid, basis: _Basis) -> _Right | None:
    """A year whose proof was taken back and not noted anew was not contributed."""
    if paid.kind is not Kind.YEARLY or paid.year not in basis.known.years_taken_back:
        return None
    return _Right(0, f"{paid.year}年度的缴费登记已作废，没有重新登记")


def _not_confirmed(paid: Paid, basis: _Basis) -> _Right | None:
    """D7: nothing is due to whose cases all were refused or withdrawn."""
    return None if basis.known.has_live_case else _Right(0, "本人的身份已不予确认或撤回")


def _paid_before(paid: Paid, basis: _Basis) -> _Right | None:
    """A year pays once: what was paid before this system is not paid again."""
    if paid.kind is not Kind.YEARLY or paid.year not in basis.known.years_claimed:
        return None
    return _Right(0, f"待复核的期初数据登记{paid.year}年度以前已补助，一个年度只补一次")


def _over_limit(paid: Paid, basis: _Basis) -> _Right | None:
    """The years of both schemes and of the time before count once, up to N."""
    if paid.entitlement_id not in basis.beyond or not basis.known.opened_since(paid):
        return None
    return _Right(0, "与以前已补助的年度合计，超过累计补助年限")


def _over_total(paid: Paid, basis: _Basis) -> _Right | None:
    """D2 and D4 worked out anew with a corrected opening balance."""
    if not basis.known.opened_since(paid):
        return None
    standard, limit = basis.parameters.yearly_subsidy, basis.parameters.years_limit
    enjoyed_fen = basis.known.enjoyed_fen
    if paid.kind is Kind.TOP_UP and enjoyed_fen is not None and standard and limit:
        whole_fen = standard.value * limit.value
        why = f"{yuan(whole_fen)} − 已享受政府补贴 {yuan(enjoyed_fen)}，不小于0"
        return _Right(max(0, whole_fen - enjoyed_fen), why)
    if paid.kind is Kind.BALANCE and basis.known.balance_fen is not None:
        return _Right(basis.known.balance_fen, "更正后的原账户余额")
    return None


CHECKS: Mapping[Ground, Callable[[Paid, _Basis], _Right | None]] = {
    Ground.AFTER_DEATH: _after_death,
    Ground.PROOF_TAKEN_BACK: _taken_back,
    Ground.NOT_CONFIRMED: _not_confirmed,
    Ground.PAID_BEFORE: _paid_before,
    Ground.OVER_LIMIT: _over_limit,
    Ground.OVER_TOTAL: _over_total,
}
# Once the money is back, the year is free again: it was never rightly paid.
FREEING = frozenset(
    {Ground.AFTER_DEATH, Ground.PROOF_TAKEN_BACK, Ground.NOT_CONFIRMED, Ground.OVER_LIMIT}
)


def _beyond_limit(paid: Sequence[Paid], known: Known, parameters: Parameters) -> frozenset[int]:
    """The yearly payments beyond N years, the latest first; those paid before count too."""
    if parameters.years_limit is None:
        return frozenset()
    yearly = sorted((one for one in paid if one.kind is Kind.YEARLY), key=lambda one: -one.year)
    too_many = len(yearly) + len(set(known.years_before)) - parameters.years_limit.value
    return frozenset(one.entitlement_id for one in yearly[: max(0, too_many)])
