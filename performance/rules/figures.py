"""The figures of a paper as values: taken once, frozen with the paper, read back from it.

``None`` is a figure that nobody entered: it is worded «未录入», never 0. Money is whole fen.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from pension.vocabulary import money
from subsidies.workflow.states import FundKind

STAGES = (("已联审", "reviewed"), ("已收集", "collected"), ("核实中", "under_way"))


@dataclass(frozen=True, slots=True)
class Street:
    """Persons of a street by stage, and the street's own stage in words."""

    name: str
    reviewed: int
    collected: int
    under_way: int
    stage: str

    @property
    def persons(self) -> int:
        """All persons counted in the street."""
        return self.reviewed + self.collected + self.under_way


@dataclass(frozen=True, slots=True)
class Tally:
    """A count under a word."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Objections:
    """Objections of the year up to the day."""

    received: int
    upheld: int
    rejected: int
    open: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """Persons whose papers are wanting."""

    not_issued: int
    missing: int
    without_approval: int
    without_agreement: int
    unmatched: int


@dataclass(frozen=True, slots=True)
class Fund:
    """One published figure and the paper that it stands in."""

    kind: str
    account: str
    amount_fen: int
    payment_method: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Payment:
    """The amounts of one kind in the year's batches."""

    label: str
    approved: int
    approved_fen: int
    paid: int
    paid_fen: int
    again: int
    again_fen: int
    waiting: int
    waiting_fen: int


@dataclass(frozen=True, slots=True)
class Due:
    """What was found due in the year."""

    persons: int
    count: int
    fen: int
    unpaid: int
    unpaid_fen: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the paper of a year counts: as of a day, and for the year."""

    year: int
    as_of: date
    streets: tuple[Street, ...]
    refusals: tuple[Tally, ...]
    returns: tuple[Tally, ...]
    objections: Objections
    gaps: Gaps
    funds: tuple[Fund, ...]
    payments: tuple[Payment, ...]
    persons_paid: int
    due: Due

    @classmethod
    def none(cls, year: int, as_of: date) -> Self:
        """The figures of a district in which nothing has happened and nothing was entered."""
        return cls(
            year=year,
            as_of=as_of,
            streets=(),
            refusals=(),
            returns=(),
            objections=Objections(0, 0, 0, 0),
            gaps=Gaps(0, 0, 0, 0, 0),
            funds=(),
            payments=(),
            persons_paid=0,
            due=Due(0, 0, 0, 0, 0),
        )

    def stage_persons(self, stage: str) -> int:
        """The persons at a stage (``reviewed``, ``collected``, ``under_way``) in all streets."""
        return sum(getattr(street, stage) for street in self.streets)

    def fund_total(self, kind: FundKind) -> int | None:
        """The sum of the published figures of a kind over its accounts; None if none stands."""
        found = [fund.amount_fen for fund in self.funds if fund.kind == kind]
        return sum(found) if found else None

    def payment_total(self, column: str) -> int:
        """The sum of a column of the payments."""
        return sum(getattr(payment, column) for payment in self.payments)

    @property
    def budget(self) -> tuple[FundKind, int] | None:
        """What spending is measured by: the adjusted budget, else the initial one."""
        for kind in (FundKind.ADJUSTED, FundKind.BUDGET):
            total = self.fund_total(kind)
            if total is not None:
                return kind, total
        return None

    @property
    def execution(self) -> int | None:
        """Spending in hundredths of a per cent of the budget; None if either is not entered."""
        spending = self.fund_total(FundKind.SPENDING)
        if spending is None or self.budget is None or not self.budget[1]:
            return None
        return money.round_half_up(spending * 10_000, self.budget[1])

    @property
    def variance_fen(self) -> int | None:
        """Published spending less what this system paid; None if no spending is entered."""
        spending = self.fund_total(FundKind.SPENDING)
        return None if spending is None else spending - self.payment_total("paid_fen")

    @property
    def balance_gap_fen(self) -> int | None:
        """Budget less spending less published balance; None if one of them is not entered."""
        spending, balance = self.fund_total(FundKind.SPENDING), self.fund_total(FundKind.BALANCE)
        if spending is None or balance is None or self.budget is None:
            return None
        return self.budget[1] - spending - balance


def freeze(figures: Figures) -> dict[str, Any]:
    """The figures as plain values that a JSON column keeps."""
    frozen: dict[str, Any] = json.loads(json.dumps(asdict(figures), default=date.isoformat))
    return frozen


def thaw(said: Mapping[str, Any]) -> Figures:
    """The figures that were frozen."""
    return Figures(
        year=said["year"],
        as_of=date.fromisoformat(said["as_of"]),
        streets=tuple(Street(**one) for one in said["streets"]),
        refusals=tuple(Tally(**one) for one in said["refusals"]),
        returns=tuple(Tally(**one) for one in said["returns"]),
        objections=Objections(**said["objections"]),
        gaps=Gaps(**said["gaps"]),
        funds=tuple(Fund(**one) for one in said["funds"]),
        payments=tuple(Payment(**one) for one in said["payments"]),
        persons_paid=said["persons_paid"],
        due=Due(**said["due"]),
    )
