"""Whether a sum that isn't paid yet was dropped because the person is insured otherwise now.

A sum lapses by itself where its ground fell: the proof of its year was taken back, the identity is
not confirmed, the years are used up, another sum takes its place. Where the ground stands and only
another row of the decision table applies than when the sum was found, because the person changed
the scheme or began to draw a pension, the table doesn't say what becomes of it: that is ruled.
"""

from collections.abc import Collection, Mapping

from subsidies.rules.decision import Decision
from subsidies.rules.vocabulary import Kind, Programme, Reason

# Programmes that stand for the same row of the table as another one.
_SAME_ROW: Mapping[Programme, Programme] = {
    Programme.TOTAL_REACHED: Programme.TOP_UP,
    Programme.BALANCE: Programme.ORIGINAL_EMPLOYEE,
}
# Rows that rest on how a person is insured; the others rest on the legacy months.
_INSURED = frozenset(
    {
        Programme.TOP_UP,
        Programme.ORIGINAL_EMPLOYEE,
        Programme.WITHDRAWAL,
        Programme.RESIDENT,
        Programme.DRAWING,
        Programme.EMPLOYEE,
    }
)
_FALLEN = frozenset({Reason.UNCONFIRMED, Reason.MINOR})
# Sums that pay all years at once, those found before among them.
_WHOLE = frozenset({Kind.LUMP, Kind.TOP_UP})


def is_insured_otherwise(
    kind: Kind, year: int, programme: Programme | None, now: Decision, proven: Collection[int]
) -> bool:
    """Tell whether a sum that ``now`` doesn't find any more still stands on its ground.

    ``proven`` are the years of contribution that count, of whatever scheme.
    """
    found_under = None if programme is None else _row(programme)
    if found_under not in _INSURED or now.reasons & _FALLEN:
        return False
    if kind is Kind.YEARLY and (year not in proven or is_paid_whole(now)):
        return False
    return found_under not in {_row(line.programme) for line in now.lines}


def is_paid_whole(now: Decision) -> bool:
    """Tell whether a decision pays all years at once, those found before among them."""
    return any(due.kind in _WHOLE for due in now.dues)


def _row(programme: Programme) -> Programme:
    return _SAME_ROW.get(programme, programme)
