"""D2 and D3: original enrollees who merge into the resident scheme, topped up once to S·N.

Source: 晋政办〔2020〕1号 五(四)1 第一段. Readings of what it leaves open:

* G is all that the government has given already, in the meaning that the rule set states.
* All N years are settled by it, also where G is full and nothing is paid (D3), and also after a
  later move to the employee scheme. Nothing is taken back.
* Years paid before at S each count as given even where G leaves them out: the top-up never exceeds
  S for each year left, so that no one receives more than S·N.
"""

from enrollment.rules.categories import Scheme
from pension.vocabulary import money
from subsidies.rules import death
from subsidies.rules.decision import LEFT_OUT, Due, Outcome, line, refusal
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import Parameters, need
from subsidies.rules.vocabulary import Channel, Kind, ParameterName, Programme, Reason


def settle(facts: Facts, parameters: Parameters) -> Outcome | None:
    """Pay S·N − G once, or nothing where G reaches S·N; left out where G is unknown.

    None outside the resident scheme. Raises MissingParameterError where S, N or what G counts
    isn't stated.
    """
    if facts.scheme is not Scheme.RESIDENT:
        return None
    if facts.is_topped_up:
        return _nothing(parameters, "差额已经一次性补足，不再补助")
    if facts.enjoyed_fen is None:
        return LEFT_OUT
    standard_fen = need(parameters.yearly_subsidy, ParameterName.YEARLY_SUBSIDY)
    limit = need(parameters.years_limit, ParameterName.YEARS_LIMIT)
    counted = need(parameters.counted_subsidies, ParameterName.COUNTED_SUBSIDIES)
    total_fen = standard_fen * limit
    left = max(0, limit - (facts.used_years or 0))
    amount_fen = min(total_fen - facts.enjoyed_fen, standard_fen * left)
    source = parameters.basis(Programme.TOP_UP)
    total = f"每年{money.yuan(standard_fen)}元 × {limit}年"
    working = (
        line(Programme.TOP_UP, "补助总额", total, total_fen, source),
        line(Programme.TOP_UP, "已享受政府补贴", counted, facts.enjoyed_fen, source),
    )
    if amount_fen <= 0:
        refused = _nothing(parameters, "已享受的政府补贴达到补助总额，不补不退")
        return Outcome(working, settles=True).joined(refused)
    words = f"{money.yuan(total_fen)} − {money.yuan(facts.enjoyed_fen)}"
    if amount_fen < total_fen - facts.enjoyed_fen:
        words += f"，且不超过剩余{left}年 × {money.yuan(standard_fen)}"
    channel = Channel.RESIDENT_ACCOUNT
    payee = death.payee(facts, channel)
    due = Due(Programme.TOP_UP, Kind.TOP_UP, None, amount_fen, channel, payee)
    paid = line(Programme.TOP_UP, "差额补足", words, amount_fen, source)
    return Outcome((*working, paid), (due,), settles=True)


def _nothing(parameters: Parameters, sentence: str) -> Outcome:
    """Say that the total is reached; the years are settled all the same."""
    programme = Programme.TOTAL_REACHED
    source = parameters.basis(programme)
    refused = refusal(programme, Reason.TOTAL_REACHED, "差额补足", sentence, source)
    return Outcome((refused,), settles=True)
