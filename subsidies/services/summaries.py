"""What a calculation of many people came to, in figures for its page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from subsidies.rules.decision import Decision, Due, Line

WARNINGS_KEPT = 200
COUNTS = ("persons", "stored", "unchanged", "lapsed", "created", "cancelled", "disputed")


@dataclass(slots=True)
class Summary:
    """Counts and sums in fen; ``refused`` and ``missing`` count people, by reason or sentence.

    ``due_counts`` and ``due_fen`` go by kind and tell everything due on the day, whether it was
    new or stood in the ledger before.
    """

    persons: int = 0
    stored: int = 0
    unchanged: int = 0
    lapsed: int = 0
    created: int = 0
    cancelled: int = 0
    disputed: int = 0
    due_persons: int = 0
    due_counts: Counter[str] = field(default_factory=Counter)
    due_fen: Counter[str] = field(default_factory=Counter)
    proposed_persons: int = 0
    proposed_fen: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)

    def count(self, decision: Decision) -> None:
        """Add one person's decision."""
        self.persons += 1
        self.due_persons += bool(decision.dues)
        for kind, count, fen in _by_kind(decision.dues):
            self.due_counts[kind] += count
            self.due_fen[kind] += fen
        self.proposed_persons += bool(decision.proposed)
        self.proposed_fen += decision.proposed_fen
        refused, missing = _against(decision.lines)
        self.refused.update(refused)
        self.missing.update(missing)

    def add(self, other: "Summary") -> None:
        """Add the figures of another part of the same run."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.due_persons += other.due_persons
        self.proposed_persons += other.proposed_persons
        self.proposed_fen += other.proposed_fen
        self.due_counts += other.due_counts
        self.due_fen += other.due_fen
        self.refused += other.refused
        self.missing += other.missing
        room = WARNINGS_KEPT - len(self.warnings)
        self.warnings += other.warnings[:room]

    @property
    def total_fen(self) -> int:
        """Everything due, of every kind."""
        return sum(self.due_fen.values())

    def to_json(self) -> dict[str, Any]:
        """Plain values for keeping."""
        return {
            **{name: getattr(self, name) for name in COUNTS},
            "due_persons": self.due_persons,
            "due_counts": dict(self.due_counts),
            "due_fen": dict(self.due_fen),
            "proposed_persons": self.proposed_persons,
            "proposed_fen": self.proposed_fen,
            "refused": dict(self.refused),
            "missing": dict(self.missing),
            "warnings": self.warnings,
        }


@lru_cache(maxsize=4096)
def _by_kind(dues: tuple[Due, ...]) -> list[tuple[str, int, int]]:
    """Count and sum of each kind: the same years recur together all through a run."""
    counts, sums = Counter[str](), Counter[str]()
    for due in dues:
        counts[due.kind] += 1
        sums[due.kind] += due.amount_fen
    return [(kind, count, sums[kind]) for kind, count in counts.items()]


@lru_cache(maxsize=1024)
def _against(lines: tuple[Line, ...]) -> tuple[Sequence[str], Sequence[str]]:
    """The reasons and the missing values that lines of working name."""
    decision = Decision(lines=lines)
    return [str(reason) for reason in decision.reasons], decision.missing
