"""What the rules answer: the money due, its working line by line, and the reasons for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Self

from subsidies.rules.canonical import canonical
from subsidies.rules.parameters import Citation, MissingParameterError
from subsidies.rules.vocabulary import Channel, Kind, Payee, Programme, Reason


class Line(NamedTuple):
    """One line of the working: what, by which formula in words, how much, by which article.

    A line with a ``reason`` says what isn't given and why; then its formula is that sentence.
    """

    programme: Programme
    label: str
    formula: str
    amount_fen: int | None
    document: str
    article: str
    reason: Reason | None = None


class Due(NamedTuple):
    """One sum of money due; ``year`` is None where the sum belongs to no single year."""

    programme: Programme
    kind: Kind
    year: int | None
    amount_fen: int
    channel: Channel
    payee: Payee


class LegacyShares(NamedTuple):
    """D13 and D14: person and subsidy add up to the contribution.

    ``back_payment_fen`` is None where it isn't known what was given already.
    """

    contribution_fen: int
    person_fen: int
    subsidy_fen: int
    back_payment_fen: int | None


class Outcome(NamedTuple):
    """What one programme says; ``settles`` ends the count of years for good."""

    lines: tuple[Line, ...] = ()
    dues: tuple[Due, ...] = ()
    years_paid: int = 0
    settles: bool = False
    proposed: tuple[Due, ...] = ()

    def joined(self, other: "Outcome") -> "Outcome":
        """Return both outcomes as one, in order."""
        return Outcome(
            self.lines + other.lines,
            self.dues + other.dues,
            self.years_paid + other.years_paid,
            self.settles or other.settles,
            self.proposed + other.proposed,
        )


# A programme that applies but can't be worked out, because a fact that it needs is unknown.
LEFT_OUT = Outcome()


def line(
    programme: Programme, label: str, formula: str, amount_fen: int | None, source: Citation
) -> Line:
    """Make a line of working that cites its source."""
    return Line(programme, label, formula, amount_fen, source.document, source.article)


def refusal(
    programme: Programme, reason: Reason, label: str, sentence: str, source: Citation
) -> Line:
    """Make a line that says what isn't given and why."""
    return Line(programme, label, sentence, 0, source.document, source.article, reason)


def missing(programme: Programme, error: MissingParameterError, source: Citation) -> Line:
    """Make the line for a programme that lacks a value of the rule set; nothing is guessed."""
    label = f"{programme.label}未计算"
    return refusal(programme, Reason.PARAMETER_MISSING, label, str(error), source)


@dataclass(frozen=True, slots=True)
class Decision:
    """All that is due to one person, with its working.

    ``proposed`` is what would be due if the identity were confirmed (拟补助); it is never paid.
    ``years_left`` is None where it isn't known. ``is_settled`` says that all years are settled for
    good. ``doubts`` are sentences that an officer should look into; they refuse nothing.
    """

    dues: tuple[Due, ...] = ()
    proposed: tuple[Due, ...] = ()
    lines: tuple[Line, ...] = ()
    years_left: int | None = None
    is_settled: bool = False
    legacy: LegacyShares | None = None
    doubts: tuple[str, ...] = ()

    @property
    def reasons(self) -> frozenset[Reason]:
        """Return every reason that a line gives, also where only a part was refused."""
        return frozenset(line.reason for line in self.lines if line.reason is not None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the sentences that name the missing values of the rule set, each once."""
        wanted = (line for line in self.lines if line.reason is Reason.PARAMETER_MISSING)
        return tuple(dict.fromkeys(line.formula for line in wanted))

    @property
    def total_fen(self) -> int:
        """Return the sum of everything due."""
        return sum(due.amount_fen for due in self.dues)

    @property
    def proposed_fen(self) -> int:
        """Return the sum of what would be due if the identity were confirmed."""
        return sum(due.amount_fen for due in self.proposed)

    def sum_fen(self, *kinds: Kind) -> int:
        """Return the sum due of some kinds of entitlement."""
        return sum(due.amount_fen for due in self.dues if due.kind in kinds)

    def to_json(self) -> dict[str, Any]:
        """Return plain values that JSON can hold."""
        return {
            "dues": [due._asdict() for due in self.dues],
            "proposed": [due._asdict() for due in self.proposed],
            "lines": [line._asdict() for line in self.lines],
            "years_left": self.years_left,
            "is_settled": self.is_settled,
            "legacy": self.legacy and self.legacy._asdict(),
            "doubts": list(self.doubts),
        }

    def to_text(self) -> str:
        """Return ``to_json`` as text without spaces, keys in order: alike for what is alike."""
        return (
            f'{{"doubts":{_sentences(self.doubts)},"dues":{_texts(self.dues)},'
            f'"is_settled":{canonical(self.is_settled)},'
            f'"legacy":{canonical(self.legacy and self.legacy._asdict())},'
            f'"lines":{_texts(self.lines)},"proposed":{_texts(self.proposed)},'
            f'"years_left":{canonical(self.years_left)}}}'
        )

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Rebuild what ``to_json`` gave, also after a journey through JSON text."""
        legacy = stored["legacy"]
        return cls(
            dues=tuple(map(_due, stored["dues"])),
            proposed=tuple(map(_due, stored["proposed"])),
            lines=tuple(map(_line, stored["lines"])),
            years_left=stored["years_left"],
            is_settled=stored["is_settled"],
            legacy=legacy and LegacyShares(**legacy),
            doubts=tuple(stored["doubts"]),
        )


@lru_cache(maxsize=4096)
def _texts(parts: tuple[Line, ...] | tuple[Due, ...]) -> str:
    """The JSON text of lines or sums: the same years recur together all through a run."""
    return "[" + ",".join(map(_text, parts)) + "]"


@lru_cache(maxsize=4096)
def _text(part: Line | Due) -> str:
    """The JSON text of a line or a sum: the same few recur still more often."""
    return canonical(part._asdict())


@lru_cache(maxsize=4096)
def _sentences(doubts: tuple[str, ...]) -> str:
    return canonical(doubts)


def _due(stored: Mapping[str, Any]) -> Due:
    words = {
        "programme": Programme(stored["programme"]),
        "kind": Kind(stored["kind"]),
        "channel": Channel(stored["channel"]),
        "payee": Payee(stored["payee"]),
    }
    return Due(**{**stored, **words})


def _line(stored: Mapping[str, Any]) -> Line:
    reason = stored["reason"]
    words = {
        "programme": Programme(stored["programme"]),
        "reason": None if reason is None else Reason(reason),
    }
    return Line(**{**stored, **words})
