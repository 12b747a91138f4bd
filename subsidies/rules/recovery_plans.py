"""How what was overpaid comes back: at once, in monthly parts that add up, or by set-off (D15)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pension.vocabulary.money import monthly_parts, yuan
from pension.vocabulary.months import Month, months_from
from subsidies.rules.vocabulary import RecoveryWay

FEWEST_PARTS, MOST_PARTS = 2, 60


class Part(NamedTuple):
    """An amount in fen and the day until which it is to be returned."""

    due_on: date
    amount_fen: int


def parts(
    way: RecoveryWay, outstanding_fen: int, first: date | None, count: int | None
) -> tuple[Part, ...]:
    """Return the plan of what is still to come back; a set-off has none.

    Monthly parts fall due on the last day of each month and add up to ``outstanding_fen``. Refuses
    a plan without a first day, or with a number of parts that makes no sense (ValueError).
    """
    if way is RecoveryWay.SET_OFF:
        return ()
    if first is None:
        raise ValueError("请填写（首期）退回期限")
    if way is RecoveryWay.AT_ONCE:
        return (Part(first, outstanding_fen),)
    if count is None or not FEWEST_PARTS <= count <= MOST_PARTS:
        raise ValueError(f"分期退回的期数应为{FEWEST_PARTS}至{MOST_PARTS}期")
    if count > outstanding_fen:
        raise ValueError(f"{yuan(outstanding_fen)}元不够分成{count}期，请减少期数")
    days = (month.last_day() for month in months_from(Month.of(first), count))
    amounts = monthly_parts(outstanding_fen, count)
    return tuple(Part(day, amount) for day, amount in zip(days, amounts, strict=True))


def overdue_fen(plan: Sequence[Part], amount_fen: int, received_fen: int, today: date) -> int:
    """Return how much should have come back before ``today`` and has not.

    What came back before the plan was made is ``amount_fen`` less the parts.
    """
    if not plan:
        return 0
    before_fen = amount_fen - sum(part.amount_fen for part in plan)
    wanted_fen = sum(part.amount_fen for part in plan if part.due_on < today)
    return max(0, before_fen + wanted_fen - received_fen)


def open_parts(plan: Sequence[Part], amount_fen: int, received_fen: int) -> tuple[int, ...]:
    """Return for each part what is still open when money pays the earliest first."""
    left_fen = received_fen - (amount_fen - sum(part.amount_fen for part in plan))
    still = []
    for part in plan:
        used_fen = min(part.amount_fen, max(0, left_fen))
        left_fen -= used_fen
        still.append(part.amount_fen - used_fen)
    return tuple(still)
