"""D11, 先保后征: whether the social-security fund of a taking is fully paid.

A condition for approving the taking; it flags the taking and never holds up a person's case.
"""

from dataclasses import dataclass

from pension.vocabulary.labels import Labelled
from pension.vocabulary.money import yuan


class FundStanding(Labelled):
    """How the social-security fund of a taking stands; nothing entered is unknown, not zero."""

    PAID = "paid", "社会保障费已足额到账"
    SHORT = "short", "社会保障费未足额到账"
    UNKNOWN = "unknown", "社会保障费未登记"


@dataclass(frozen=True, slots=True)
class TakingFund:
    """What is due for a taking and what was paid, in fen."""

    due_fen: int
    paid_fen: int

    @property
    def short_fen(self) -> int:
        """What is still to be paid; never below nothing."""
        return max(0, self.due_fen - self.paid_fen)


def standing(fund: TakingFund | None) -> FundStanding:
    """How the fund stands; ``None`` is a taking for which nobody entered anything."""
    if fund is None:
        return FundStanding.UNKNOWN
    return FundStanding.SHORT if fund.short_fen else FundStanding.PAID


def flag(fund: TakingFund | None) -> str:
    """The sentence for pages that show the taking; empty once the fund is fully paid."""
    found = standing(fund)
    if fund is None:
        return f"{found.label}，请自然资源局登记应缴和到账数（先保后征）"
    if found is FundStanding.SHORT:
        return f"{found.label}，还差 {yuan(fund.short_fen)} 元（先保后征）"
    return ""


def faults(fund: TakingFund) -> list[str]:
    """Why amounts can't be entered; empty when they can."""
    found = []
    if fund.due_fen <= 0:
        found.append("应缴社会保障费应大于 0 元")
    if fund.paid_fen < 0:
        found.append("已到账数不能小于 0 元")
    if fund.paid_fen > fund.due_fen:
        found.append(
            f"已到账 {yuan(fund.paid_fen)} 元多于应缴 {yuan(fund.due_fen)} 元，请核对两个数"
        )
    return found
