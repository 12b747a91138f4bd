"""Tables of money: published figures by source, their variance from what was paid, payments."""

from collections.abc import Sequence

from pension.vocabulary.money import yuan
from performance.rules.figures import Figures, Fund
from performance.rules.named import NOT_ENTERED, fund_source, per_cent, sources
from performance.tables.printed import NUMBER, TEXT, PrintedTable
from subsidies.workflow.states import FundKind

# The sources that a report accounts for, each with the word that names it in published figures.
SOURCES = (
    ("公共预算资金", "公共"),
    ("政府性基金", "政府性基金"),
    ("财政专户资金", "专户"),
    ("自筹资金", "自筹"),
)


def funds(figures: Figures) -> PrintedTable:
    """The published figures by source of money; a figure that nobody entered is said to be so."""
    accounts = sorted({fund.account for fund in figures.funds})
    rows = [_account_row(figures, account) for account in accounts]
    totals = [_amount(figures.fund_total(kind)) for kind in FundKind]
    return PrintedTable(
        "funds",
        f"表2　{figures.year}年度项目资金安排和使用情况",
        "单位：元",
        ("资金来源", *(kind.label for kind in FundKind), "支付方式"),
        (TEXT, NUMBER, NUMBER, NUMBER, NUMBER, TEXT),
        rows,
        ("合计", *totals, ""),
        _fund_remarks(figures, accounts),
        empty=f"{figures.year}年度的预算、支出和结余{NOT_ENTERED}。",
    )


def variance(figures: Figures) -> PrintedTable:
    """Published spending against what this system paid: the difference is shown, not forced."""
    spending = figures.fund_total(FundKind.SPENDING)
    paid = figures.payment_total("paid_fen")
    basis = figures.budget
    return PrintedTable(
        "variance",
        f"表3　{figures.year}年度公布支出与系统发放的差额",
        "单位：元",
        ("项目", "金额", "说明"),
        (TEXT, NUMBER, TEXT),
        [
            ("公布的实际支出", _amount(spending), fund_source(figures, FundKind.SPENDING)),
            ("本系统已发放", yuan(paid), f"{figures.year}年度批次，同一笔补助只计一次"),
            ("差额", _amount(figures.variance_fen), _verdict(figures)),
            (
                "预算执行率",
                per_cent(figures.execution),
                f"实际支出除以{basis[0].label}" if basis else f"预算{NOT_ENTERED}",
            ),
            ("预算减支出再减结余", _amount(figures.balance_gap_fen), _balance(figures)),
        ],
        remarks=("公布数按出处原样列示，不由批次加总得出；差额不作调平。",),
    )


def payments(figures: Figures) -> PrintedTable:
    """The year's batches by kind: approved = paid + to be paid again + no answer yet."""
    columns = ("approved", "approved_fen", "paid", "paid_fen", "again", "again_fen")
    rows = [
        (one.label, *_amounts([getattr(one, column) for column in columns]))
        for one in figures.payments
    ]
    waiting, due = figures.payment_total("waiting"), figures.due
    remarks = [
        f"{figures.year}年内核算应补{due.persons:,}人、{due.count:,}笔、{yuan(due.fen)}元，"
        f"其中尚未结清（批次关闭时结清）"
        f"{due.unpaid:,}笔、{yuan(due.unpaid_fen)}元。"
    ]
    if waiting:
        waiting_fen = yuan(figures.payment_total("waiting_fen"))
        remarks.append(f"核定中另有{waiting:,}笔、{waiting_fen}元银行尚未返回结果。")
    return PrintedTable(
        "payments",
        f"表4　{figures.year}年度补助核定和发放情况",
        "单位：元",
        ("类别", "核定笔数", "核定金额", "已发笔数", "已发金额", "待补发笔数", "待补发金额"),
        (TEXT, *(NUMBER,) * 6),
        rows,
        ("合计", *_amounts([figures.payment_total(column) for column in columns])),
        remarks,
        empty=f"本系统没有{figures.year}年度的发放批次。",
    )


def _account_row(figures: Figures, account: str) -> Sequence[str]:
    own = [fund for fund in figures.funds if fund.account == account]
    methods = "、".join(sorted({fund.payment_method for fund in own if fund.payment_method}))
    return (account, *(_of_kind(own, kind) for kind in FundKind), methods or NOT_ENTERED)


def _of_kind(funds_of_account: Sequence[Fund], kind: FundKind) -> str:
    found = [fund.amount_fen for fund in funds_of_account if fund.kind == kind]
    return yuan(sum(found)) if found else NOT_ENTERED


def _fund_remarks(figures: Figures, accounts: Sequence[str]) -> list[str]:
    """The papers that the figures stand in, and the sources for which nothing was entered."""
    remarks = [f"出处：{sources(figures.funds)}。"] if figures.funds else []
    wanting = [name for name, word in SOURCES if not any(word in account for account in accounts)]
    if wanting:
        remarks.append(f"{'、'.join(wanting)}：{NOT_ENTERED}。")
    return remarks


def _verdict(figures: Figures) -> str:
    gap = figures.variance_fen
    if gap is None:
        return "公布数未录入，不能比较"
    if gap == 0:
        return "两者相符"
    return "公布支出多于系统发放" if gap > 0 else "系统发放多于公布支出，须查明原因"


def _balance(figures: Figures) -> str:
    gap = figures.balance_gap_fen
    if gap is None:
        return "预算、支出、结余未录全，不能核对"
    return "勾稽相符" if gap == 0 else "公布数之间不勾稽，须向出处核对"


def _amount(fen: int | None) -> str:
    return NOT_ENTERED if fen is None else yuan(fen)


def _amounts(pairs: Sequence[int]) -> list[str]:
    """Counts and sums in turn."""
    return [yuan(one) if place % 2 else f"{one:,}" for place, one in enumerate(pairs)]
