"""Figures by name: the words that a placeholder such as {已联审人数} becomes, and their source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pension.vocabulary import money
from performance.rules.figures import STAGES, Figures, Fund
from subsidies.workflow.states import FundKind

NOT_ENTERED = "未录入"
NONE = "无"


@dataclass(frozen=True, slots=True)
class Named:
    """A figure in words with its unit, and where it comes from."""

    name: str
    text: str
    source: str

    @property
    def placeholder(self) -> str:
        """How a paragraph asks for it."""
        return f"{{{self.name}}}"


@dataclass(frozen=True, slots=True)
class Group:
    """Named figures that belong together."""

    label: str
    figures: tuple[Named, ...]


def named_figures(figures: Figures, *, project: str, unit: str) -> tuple[Group, ...]:
    """Everything that a paragraph can ask for by name: as of the day apart from the year."""
    day = chinese_day(figures.as_of)
    return (
        Group("项目", _project(figures, project, unit, day)),
        Group(f"截至{day}", (*_progress(figures), *_setbacks(figures), *_gaps(figures))),
        Group(f"{figures.year}年度资金（公布数）", _funds(figures)),
        Group(f"{figures.year}年度发放（本系统）", _payments(figures)),
    )


def values(groups: Iterable[Group]) -> Mapping[str, str]:
    """Names and words, for filling paragraphs."""
    return {one.name: one.text for group in groups for one in group.figures}


def chinese_day(day: date) -> str:
    """A day as papers write it: «2022年10月31日»."""
    return f"{day.year}年{day.month}月{day.day}日"


def wan(fen: int | None) -> str:
    """An amount in words: «6,000万元»; what is not entered is said to be so."""
    return NOT_ENTERED if fen is None else f"{money.wan_yuan(fen)}万元"


def per_cent(hundredths: int | None) -> str:
    """Hundredths of a per cent in words: 10000 → «100.00%»."""
    return NOT_ENTERED if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}%"


def _project(figures: Figures, project: str, unit: str, day: str) -> tuple[Named, ...]:
    return (
        Named("项目名称", project, "项目登记"),
        Named("项目单位", unit, "项目登记"),
        Named("年度", str(figures.year), "项目登记"),
        Named("截止日期", day, "报告设置"),
    )


def _progress(figures: Figures) -> tuple[Named, ...]:
    source = "办件记录在截止日期的状态"
    everybody = sum(street.persons for street in figures.streets)
    found = [Named("受理人数", _persons(everybody), source)]
    for label, column in STAGES:
        streets = [street.name for street in figures.streets if street.stage == label]
        found.append(Named(f"{label}人数", _persons(figures.stage_persons(column)), source))
        found.append(Named(f"{label}街道", "、".join(streets) or NONE, "街道多数人员所在阶段"))
    return tuple(found)


def _setbacks(figures: Figures) -> tuple[Named, ...]:
    refused = sum(one.count for one in figures.refusals)
    returned = sum(one.count for one in figures.returns)
    return (
        Named("不予确认人数", _persons(refused), "办件记录在截止日期的状态"),
        Named("退回次数", f"{returned:,}次", f"{figures.year}年内的退回记录"),
        Named(
            "异议件数", f"{figures.objections.received:,}件", f"{figures.year}年内的公示异议登记"
        ),
        Named("未结异议件数", f"{figures.objections.open:,}件", "公示异议登记"),
    )


def _gaps(figures: Figures) -> tuple[Named, ...]:
    gaps, source = figures.gaps, "截止日期在册人员现在的材料登记"
    unclear = gaps.without_approval + gaps.without_agreement + gaps.unmatched
    return (
        Named("未发证人数", _persons(gaps.not_issued), source),
        Named("未提供确权证人数", _persons(gaps.missing), source),
        Named("批文协议未对应人数", _persons(unclear), source),
    )


def _funds(figures: Figures) -> tuple[Named, ...]:
    methods = sorted({fund.payment_method for fund in figures.funds if fund.payment_method})
    basis = figures.budget[0].label if figures.budget else NOT_ENTERED
    return (
        *(
            Named(kind.label, wan(figures.fund_total(kind)), fund_source(figures, kind))
            for kind in FundKind
        ),
        Named("执行率", per_cent(figures.execution), f"实际支出除以{basis}"),
        Named("支付方式", "、".join(methods) or NOT_ENTERED, "资金数据"),
        Named("支出差额", _yuan(figures.variance_fen), "公布的实际支出减本系统已发放"),
    )


def fund_source(figures: Figures, kind: FundKind) -> str:
    """The papers that the figures of a kind stand in."""
    found = [fund for fund in figures.funds if fund.kind == kind]
    return sources(found) or "资金数据中没有这一项"


def sources(funds: Iterable[Fund]) -> str:
    """The papers that figures stand in, each once, with the day up to which they count."""
    found = (f"{one.source}（截至{chinese_day(date.fromisoformat(one.as_of))}）" for one in funds)
    return "；".join(dict.fromkeys(found))


def _payments(figures: Figures) -> tuple[Named, ...]:
    source = f"{figures.year}年度批次，同一笔补助只计一次"
    again = figures.payment_total("again")
    return (
        Named("应补人数", _persons(figures.due.persons), f"{figures.year}年内的核算结果"),
        Named("应补金额", _yuan(figures.due.fen), f"{figures.year}年内的核算结果"),
        Named("系统核定金额", _yuan(figures.payment_total("approved_fen")), source),
        Named("系统已发人数", _persons(figures.persons_paid), source),
        Named("系统已发金额", _yuan(figures.payment_total("paid_fen")), source),
        Named("待补发笔数", f"{again:,}笔", source),
        Named("待补发金额", _yuan(figures.payment_total("again_fen")), source),
    )


def _persons(count: int) -> str:
    return f"{count:,}人"


def _yuan(fen: int | None) -> str:
    return NOT_ENTERED if fen is None else f"{money.yuan(fen)}元"


# What can be asked for is the same whatever the figures are.
NAMES = frozenset(values(named_figures(Figures.none(2000, date(2000, 1, 1)), project="", unit="")))
