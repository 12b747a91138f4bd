"""Facts whose absence leaves a programme out: named for the officer, who can have them entered.

An unknown fact refuses nothing and gives no reason; without these sentences a page would be empty
where an amount is expected.
"""

from collections.abc import Iterator

from enrollment.rules.categories import Category, Scheme
from subsidies.rules.facts import Facts, LegacyMonths


def gaps(facts: Facts) -> Iterator[str]:
    """Yield one Chinese sentence for each unknown fact that something waits for."""
    if facts.category is Category.ORIGINAL:
        yield from _original(facts)
    elif facts.scheme in (Scheme.RESIDENT, Scheme.EMPLOYEE) and not facts.years:
        yield "没有已登记凭证而尚未补助的缴费年度"
    for contribution in facts.legacy:
        yield from _legacy(contribution)


def _original(facts: Facts) -> Iterator[str]:
    """What the opening balances have to tell of an original enrollee."""
    if facts.scheme is Scheme.RESIDENT and facts.enjoyed_fen is None and not facts.is_topped_up:
        yield "已享受政府补贴未知（期初数据未生效），差额补足没有计算"
    leaves = facts.scheme in (Scheme.EMPLOYEE, Scheme.LEAVING)
    if leaves and facts.balance_fen is None and not facts.is_balance_returned:
        yield "原账户余额未知（期初数据未生效），余额退还没有计算"
    if facts.scheme is Scheme.EMPLOYEE and not facts.years:
        yield "没有已登记凭证而尚未补助的缴费年度"


def _legacy(contribution: LegacyMonths) -> Iterator[str]:
    """What a run of legacy months lacks."""
    if contribution.start is None or contribution.months is None:
        yield "原办法缴费起始月或月数未知，原办法缴费补助没有计算"
    elif contribution.given_fen is None and contribution.is_collected:
        yield "原已补助金额未知，退补没有计算"
