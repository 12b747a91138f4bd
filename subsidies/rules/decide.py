"""The decision table: which programme applies to a person, and all that is due under it.

Source: 晋政办〔2020〕1号 五(四)1 and 2, 五(一)3. The table is read category by category and
rank by rank: the first rank in which a programme applies decides, and the programmes of one rank
fall due together. The reasons given are those of that rank, every one of them. D13 and D14 stand
beside the table.

A value that the rule set lacks is refused by its name (参数未录入) and never guessed; a fact that
is unknown leaves its programme out.
"""

from collections.abc import Callable, Mapping, Sequence

from enrollment.rules.categories import Category, Confirmation, Scheme
from subsidies.rules import drawing, leaving, legacy, minors, top_up, yearly
from subsidies.rules.decision import LEFT_OUT, Decision, Outcome, missing, refusal
from subsidies.rules.doubts import doubts
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import MissingParameterError, Parameters
from subsidies.rules.vocabulary import Programme, Reason

Rule = Callable[[Facts, Parameters], Outcome | None]
Rank = Sequence[tuple[Programme, Rule]]

CHOSEN = (Scheme.RESIDENT, Scheme.EMPLOYEE)


def decide(facts: Facts, parameters: Parameters) -> Decision:
    """Return everything due to one person on ``facts.judged_on``, with working and reasons."""
    ranks = () if facts.category is None else PRECEDENCE[facts.category]
    outcome = _first(ranks, facts, parameters) or LEFT_OUT
    shares, totals = legacy.pay_share(facts, parameters)
    return Decision(
        dues=outcome.dues + shares.dues,
        proposed=outcome.proposed,
        lines=outcome.lines + shares.lines,
        years_left=_years_left(facts, parameters, outcome),
        is_settled=outcome.settles or facts.is_topped_up,
        legacy=totals,
        doubts=tuple(doubts(facts, parameters)),
    )


def _unconfirmed(facts: Facts, parameters: Parameters) -> Outcome | None:
    """D7: who isn't confirmed gets nothing; show what would be due.

    An exemption belongs to original enrollees alone and doesn't confirm anybody else. Where it
    isn't known whether the identity is confirmed, nothing can be said of D8 to D10 either.
    """
    if facts.confirmation is None:
        return LEFT_OUT
    if facts.confirmation is Confirmation.YES:
        return None
    programme = Programme.UNCONFIRMED
    would_be = _first(IF_CONFIRMED, facts, parameters) or LEFT_OUT
    words = "身份未确认，确认之前不补助"
    source = parameters.basis(programme)
    refused = refusal(programme, Reason.UNCONFIRMED, "缴费补助", words, source)
    return Outcome((refused,), proposed=would_be.dues)


def _not_enrolled(facts: Facts, parameters: Parameters) -> Outcome | None:
    """D1: who takes part in neither scheme gets nothing (不参保、不补助).

    Who asked to leave without ever having been in the legacy scheme takes part in none either.
    """
    if facts.scheme is None or facts.scheme in CHOSEN:
        return None
    programme = Programme.NOT_ENROLLED
    words = "尚未选择参加城乡居民或城镇职工基本养老保险，不参保、不补助"
    source = parameters.basis(programme)
    return Outcome((refusal(programme, Reason.NOT_ENROLLED, "缴费补助", words, source),))


BENEFITS: Sequence[Rank] = (
    ((Programme.DRAWING, drawing.pay),),
    ((Programme.RESIDENT, yearly.pay_resident),),
    ((Programme.EMPLOYEE, yearly.pay_employee),),
)
IF_CONFIRMED: Sequence[Rank] = (((Programme.MINOR, minors.register_only),), *BENEFITS)
NOT_ENROLLED: Rank = ((Programme.NOT_ENROLLED, _not_enrolled),)

OUTSIDE_LEGACY: Sequence[Rank] = (
    ((Programme.UNCONFIRMED, _unconfirmed), (Programme.MINOR, minors.register_only)),
    *BENEFITS,
    NOT_ENROLLED,
)
PRECEDENCE: Mapping[Category, Sequence[Rank]] = {
    Category.ORIGINAL: (
        ((Programme.WITHDRAWAL, leaving.pay_out),),
        ((Programme.TOP_UP, top_up.settle),),
        (
            (Programme.BALANCE, leaving.return_balance),
            (Programme.ORIGINAL_EMPLOYEE, yearly.pay_original_employee),
        ),
        NOT_ENROLLED,
    ),
    Category.EXISTING: OUTSIDE_LEGACY,
    Category.NEW: OUTSIDE_LEGACY,
}


def _first(ranks: Sequence[Rank], facts: Facts, parameters: Parameters) -> Outcome | None:
    """Return what the first rank says in which any programme applies."""
    for rank in ranks:
        outcome: Outcome | None = None
        for programme, rule in rank:
            found = _applied(programme, rule, facts, parameters)
            if found is not None:
                outcome = found if outcome is None else outcome.joined(found)
        if outcome is not None:
            return outcome
    return None


def _applied(
    programme: Programme, rule: Rule, facts: Facts, parameters: Parameters
) -> Outcome | None:
    """Apply one programme; where the rule set lacks a value, say so by its name."""
    try:
        return rule(facts, parameters)
    except MissingParameterError as error:
        return Outcome((missing(programme, error, parameters.basis(programme)),))


def _years_left(facts: Facts, parameters: Parameters, outcome: Outcome) -> int | None:
    """Return the years left after this decision; None where they aren't known."""
    if outcome.settles:
        return 0
    try:
        left = yearly.years_left(facts, parameters)
    except MissingParameterError:
        return None
    return None if left is None else left - outcome.years_paid
