"""A decision in plain words for its person: what is paid, why, where it goes, what is left."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pension.vocabulary import money
from subsidies.rules.decision import Decision, Due
from subsidies.rules.vocabulary import Channel, Kind, Programme, Reason

# Where the money goes, as one says it to the person.
PLACES = {
    Channel.RESIDENT_ACCOUNT: "计入您的城乡居民养老保险个人账户",
    Channel.RESIDENT_SUBLEDGER: "计入您的城乡居民养老保险个人账户（单独记账）",
    Channel.BANK: "打入您本人的银行账户",
    Channel.FISCAL: "由财政上划社会保险基金，不经过个人",
}
# Why nothing is given, and what can be done about it.
ADVICE = {
    Reason.NOT_ENROLLED: (
        "您还没有选择参加城乡居民或城镇职工基本养老保险；不参保、不补助。选择参保后可以再来核算。"
    ),
    Reason.UNCONFIRMED: "您的身份确认还没有办结，办结之前不能发放；办结以后请再来核算。",
    Reason.MINOR: "征地时您未满规定年龄或者在校就读，按规定只作登记，不补助。",
    Reason.NOT_ENTITLED: "按您现在的参保和领取待遇情况，不属于缴费补助的对象。",
    Reason.YEARS_USED_UP: "累计补助的年限已经用完，超出的年度不再补助。",
    Reason.TOTAL_REACHED: "您已享受的政府补贴达到了补助总额，不再补助，也不用退回。",
    Reason.CLAIMED_TOO_LATE: "有的年度超过了可以申请的期限，不能补助。",
    Reason.BEFORE_FIRST_YEAR: "有的年度早于开始计算补助的年度，不能补助。",
    Reason.PARAMETER_MISSING: "有的标准还没有录入系统，这一部分暂时不能计算；录入以后会重新核算。",
    Reason.DECEASED: "死亡之后的年度不再补助。",
}


def explain(decision: Decision) -> list[str]:
    """Return sentences for the person: each sum with its why, each refusal, the years left."""
    return [*_sums(decision.dues), *_proposed(decision), *_refusals(decision), *_years(decision)]


def _sums(dues: Sequence[Due]) -> Iterator[str]:
    """One sentence for each programme that gives something."""
    by_programme: dict[tuple[Programme, Kind, Channel], list[Due]] = defaultdict(list)
    for due in dues:
        by_programme[due.programme, due.kind, due.channel].append(due)
    for (_, kind, channel), group in by_programme.items():
        total = money.yuan(sum(due.amount_fen for due in group))
        yield f"{_why(kind, group)}，{total}元，{PLACES[channel]}。"


def _why(kind: Kind, group: Sequence[Due]) -> str:
    """What a sum is for."""
    if kind is Kind.YEARLY:
        years = "、".join(str(due.year) for due in group)
        each = money.yuan(group[0].amount_fen)
        return f"您已按规定缴纳{years}年度的养老保险费，每个年度补助{each}元，共{len(group)}个年度"
    reasons = {
        Kind.LUMP: "您已开始领取城乡居民养老金，剩余年数的补助一次性计发",
        Kind.TOP_UP: "您原来参加被征地人员养老保险，现在并入城乡居民养老保险，"
        "补助总额减去已经享受的政府补贴，差额一次性补足",
        Kind.BALANCE: "您退出原来的被征地人员养老保险，原个人账户的余额全部退还",
        Kind.LEGACY_SUBSIDY: "您按原办法缴费的月份，由财政承担规定比例",
        Kind.BACK_PAYMENT: "您以前按原办法缴费，补助比例提高以后应补的部分还没有给足，现在退补",
    }
    return reasons[kind]


def _proposed(decision: Decision) -> Iterator[str]:
    if decision.proposed_fen:
        amount = money.yuan(decision.proposed_fen)
        yield f"如果身份确认通过，按现有情况预计可以补助{amount}元；这不是发放的承诺。"


def _refusals(decision: Decision) -> Iterator[str]:
    for reason in Reason:
        if reason in decision.reasons:
            yield ADVICE[reason]


def _years(decision: Decision) -> Iterator[str]:
    if decision.is_settled:
        yield "全部年限的补助到此结清，以后改变参保制度也不再重复补助。"
    elif decision.years_left is not None and decision.dues:
        yield f"这次之后，您还有{decision.years_left}个年度可以申请补助；一个年度只补助一次。"
