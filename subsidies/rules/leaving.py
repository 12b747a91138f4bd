"""D4 and D6: original enrollees who leave 13号公告 and get the balance of their account.

Source: 晋政办〔2020〕1号 五(四)1 第二段 (D4), 五(一)3 (D6). That the balance is paid out in D6 too
is a reading of 退保.
"""

from enrollment.rules.categories import Drawing, Scheme
from subsidies.rules import death
from subsidies.rules.decision import LEFT_OUT, Due, Outcome, line, refusal
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import Parameters
from subsidies.rules.vocabulary import Channel, Kind, Programme, Reason


def pay_out(facts: Facts, parameters: Parameters) -> Outcome | None:
    """D6: who draws an employee pension already, or asks to leave, gets the balance and no subsidy.

    Whether an employee pension is drawn has to be known before anything else can be said of an
    original enrollee who hasn't asked to leave.
    """
    if facts.scheme is not Scheme.LEAVING:
        if facts.drawing is None:
            return LEFT_OUT
        if facts.drawing is not Drawing.EMPLOYEE:
            return None
    programme = Programme.WITHDRAWAL
    sentence = "申请退保" if facts.scheme is Scheme.LEAVING else "已享受城镇职工养老保险待遇"
    ended = refusal(
        programme,
        Reason.NOT_ENTITLED,
        "缴费补助",
        f"{sentence}，终止原办法参保关系，不享受缴费补助",
        parameters.basis(programme),
    )
    return Outcome((ended,)).joined(_balance(facts, parameters, programme))


def return_balance(facts: Facts, parameters: Parameters) -> Outcome | None:
    """D4: who chose the employee scheme gets the whole balance once; left out where unknown."""
    if facts.scheme is not Scheme.EMPLOYEE:
        return None
    return _balance(facts, parameters, Programme.BALANCE)


def _balance(facts: Facts, parameters: Parameters, programme: Programme) -> Outcome:
    """Return the balance to the person, or the heir, unless that was done before."""
    if facts.balance_fen is None or facts.is_balance_returned:
        return LEFT_OUT
    words = "原办法个人账户余额一次性退还"
    source = parameters.basis(programme)
    working = line(programme, Kind.BALANCE.label, words, facts.balance_fen, source)
    payee = death.payee(facts, Channel.BANK)
    due = Due(programme, Kind.BALANCE, None, facts.balance_fen, Channel.BANK, payee)
    return Outcome((working,), (due,) if facts.balance_fen else ())
