"""Finds the sums of the ledger that a calculation contradicts, and those it agrees with again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pension.vocabulary.money import yuan
from subsidies.queries.facts import Gathered
from subsidies.queries.ledger import Holding
from subsidies.rules.contradictions import is_insured_otherwise, is_paid_whole
from subsidies.rules.decision import Decision
from subsidies.rules.vocabulary import Kind
from subsidies.services.entitlements import key_of
from subsidies.workflow.states import EntitlementState

ENDED = "本件已不予确认或撤回"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A sum that isn't paid yet and what was found instead: ``found_fen``, 0 for nothing.

    ``decision`` says why; there is none where the case ended.
    """

    held: Holding
    found_fen: int
    sentence: str
    decision: Decision | None = None


class Review(NamedTuple):
    """What a calculation says of sums that aren't paid yet and that it may not replace.

    ``disputed`` are to be ruled upon, ``agreed`` are disputes that have come to nothing, ``fallen``
    are upheld sums whose ground fell since.
    """

    disputed: tuple[Contradiction, ...] = ()
    agreed: tuple[Holding, ...] = ()
    fallen: tuple[Holding, ...] = ()

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return bool(self.disputed or self.agreed or self.fallen)

    def joined(self, more: tuple[Contradiction, ...]) -> "Review":
        """The same with more that is to be ruled upon."""
        return self._replace(disputed=self.disputed + more)

    def after(self, held: Holding) -> Holding:
        """A sum as it stands once the review is carried out."""
        if held in self.agreed:
            return replace(held, state=EntitlementState.DUE)
        if held in self.fallen:
            return replace(held, upheld_against_fen=None)
        if held in (one.held for one in self.disputed):
            return replace(held, state=EntitlementState.DISPUTED)
        return held


NOTHING = Review()


def among_free(
    gathered: Gathered, holdings: Sequence[Holding], decision: Decision
) -> tuple[Contradiction, ...]:
    """The free sums that aren't found any more though their ground stands."""
    free = [held for held in holdings if held.is_free]
    if not free:
        return ()
    found = {key_of(due.kind, due.year) for due in decision.dues}
    proven = _proven(gathered)
    return tuple(
        Contradiction(held, 0, f"{_said(held)}按原参保或领取情况核定，{_instead(0)}", decision)
        for held in free
        if key_of(held.kind, held.year) not in found
        and is_insured_otherwise(held.kind, held.year, held.programme, decision, proven)
    )


def among_held(gathered: Gathered, now: Decision) -> Review:
    """Judge what stands in batches, waits for a ruling or was upheld.

    ``now`` is the decision that takes none of it as paid.
    """
    found = {key_of(due.kind, due.year): due.amount_fen for due in now.dues}
    proven, is_whole = _proven(gathered), is_paid_whole(now)
    disputed, agreed, fallen = [], [], []
    for held in gathered.holdings:
        if held.is_free or held.is_settled:
            continue
        fen = found.get(key_of(held.kind, held.year), 0)
        is_proven = held.kind is not Kind.YEARLY or held.year in proven
        is_right = fen == held.amount_fen or is_whole and held.kind is Kind.YEARLY and is_proven
        if held.is_disputed:
            agreed += [held] if is_right else []
        elif held.is_upheld and not held.is_moving and not is_proven:
            fallen.append(held)
        elif not is_right and fen != held.upheld_against_fen:
            disputed.append(_of_held(held, fen, now))
    return Review(tuple(disputed), tuple(agreed), tuple(fallen))


def of_ended(holdings: Sequence[Holding]) -> Iterator[Contradiction]:
    """What stands in batches of somebody whose case was refused or withdrawn."""
    for held in holdings:
        if held.is_moving and not held.is_disputed:
            yield Contradiction(held, 0, f"{_said(held)}已在批次{held.batch}中，{ENDED}")


def _of_held(held: Holding, found_fen: int, now: Decision) -> Contradiction:
    where = f"已在批次{held.batch}中" if held.is_moving else "已裁定维持"
    return Contradiction(held, found_fen, f"{_said(held)}{where}，{_instead(found_fen)}", now)


def _said(held: Holding) -> str:
    return f"{held.label}{yuan(held.amount_fen)}元"


def _instead(found_fen: int) -> str:
    return f"重新核算为{yuan(found_fen)}元" if found_fen else "重新核算不再应补"


def _proven(gathered: Gathered) -> frozenset[int]:
    return frozenset(proven.year for proven in gathered.insured.years)
