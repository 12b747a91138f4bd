"""D9: existing and new people who draw the resident pension already.

No document to hand states what they get, so it is the bureau's to state: the remaining years at
once, year by year as D8, or nothing. It is booked in a sub-ledger of its own inside the individual
account.
"""

from enrollment.rules.categories import Drawing, Scheme
from pension.vocabulary import money
from subsidies.rules import death
from subsidies.rules.decision import LEFT_OUT, Due, Outcome, line, refusal
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import Citation, Parameters, need
from subsidies.rules.vocabulary import (
    Channel,
    DrawingRule,
    Kind,
    ParameterName,
    Programme,
    Reason,
)
from subsidies.rules.yearly import pay_years, years_left

PROGRAMME = Programme.DRAWING
CHANNEL = Channel.RESIDENT_SUBLEDGER


def pay(facts: Facts, parameters: Parameters) -> Outcome | None:
    """Pay by the bureau's choice; left out where it isn't known whether a pension is drawn.

    None for whoever is in no resident scheme or draws no resident pension. Raises
    MissingParameterError where the choice isn't stated.
    """
    if facts.scheme is not Scheme.RESIDENT:
        return None
    if facts.drawing is None:
        return LEFT_OUT
    if facts.drawing is not Drawing.RESIDENT:
        return None
    choice = need(parameters.drawing_resident, ParameterName.DRAWING_RESIDENT)
    if choice is DrawingRule.YEARLY:
        return pay_years(facts, parameters, PROGRAMME, CHANNEL)
    source = parameters.basis(PROGRAMME)
    if choice is DrawingRule.LUMP:
        return _pay_lump(facts, parameters, source)
    words = "已领取城乡居民养老保险待遇，按规定不补助"
    return Outcome((refusal(PROGRAMME, Reason.NOT_ENTITLED, "缴费补助", words, source),))


def _pay_lump(facts: Facts, parameters: Parameters, source: Citation) -> Outcome:
    """Pay S·(N − used) once; the years claimed are part of it. Left out where used is unknown."""
    left = years_left(facts, parameters)
    if left is None:
        return LEFT_OUT
    label = Kind.LUMP.label
    if left == 0:
        words = "累计补助年限已用完"
        return Outcome((refusal(PROGRAMME, Reason.YEARS_USED_UP, label, words, source),))
    standard_fen = need(parameters.yearly_subsidy, ParameterName.YEARLY_SUBSIDY)
    amount_fen = standard_fen * left
    words = f"每年{money.yuan(standard_fen)}元 × 剩余{left}年"
    due = Due(PROGRAMME, Kind.LUMP, None, amount_fen, CHANNEL, death.payee(facts, CHANNEL))
    return Outcome((line(PROGRAMME, label, words, amount_fen, source),), (due,), left)
