"""Tables of persons: streets and their stages, refusals, what has still to be put right."""

from pension.pictures.bars import StreetBar, street_bar
from performance.rules.figures import STAGES, Figures
from performance.rules.named import NOT_ENTERED, chinese_day
from performance.tables.printed import CENTER, NUMBER, TEXT, PrintedTable

TONES = {"已联审": "ok", "已收集": "info", "核实中": "warn"}


def streets(figures: Figures) -> PrintedTable:
    """Persons of each street by stage, as of the day."""
    rows = [
        (
            one.name,
            _n(one.reviewed),
            _n(one.collected),
            _n(one.under_way),
            _n(one.persons),
            one.stage,
        )
        for one in figures.streets
    ]
    sums = [figures.stage_persons(column) for _, column in STAGES]
    return PrintedTable(
        "streets",
        f"表1　各街道身份确认进度（截至{chinese_day(figures.as_of)}）",
        "单位：人",
        ("街道", *(label for label, _ in STAGES), "合计", "街道进度"),
        (TEXT, NUMBER, NUMBER, NUMBER, NUMBER, CENTER),
        rows,
        ("合计", *(_n(one) for one in sums), _n(sum(sums)), ""),
        ("街道进度按多数人员所在阶段；不予确认和撤回的不计入，原参保人不需确认，也不计入。",),
        empty="截至该日没有受理记录。",
    )


def bars(figures: Figures) -> list[StreetBar]:
    """The persons of each street beside the largest street's, with the street's stage in words."""
    largest = max((one.persons for one in figures.streets), default=0)
    return [
        street_bar(
            one.name,
            done=one.persons,
            total=largest,
            persons=one.persons,
            state=one.stage,
            tone=TONES[one.stage],
        )
        for one in figures.streets
    ]


def refusals(figures: Figures) -> PrintedTable:
    """Persons refused by coded reason, as of the day."""
    return PrintedTable(
        "refusals",
        f"表5　不予确认原因（截至{chinese_day(figures.as_of)}）",
        "单位：人",
        ("原因", "人数"),
        (TEXT, NUMBER),
        [(one.label, _n(one.count)) for one in figures.refusals],
        ("合计", _n(sum(one.count for one in figures.refusals))),
        empty="截至该日没有不予确认的人员。",
    )


def problems(figures: Figures) -> PrintedTable:
    """What has still to be put right: papers wanting, returns, objections, failed payments."""
    gaps, objections = figures.gaps, figures.objections
    returned = sum(one.count for one in figures.returns)
    desks = "、".join(f"{one.label}{one.count:,}次" for one in figures.returns)
    rows = [
        ("土地确权证未发证", f"{_n(gaps.not_issued)}人", "所在社区没有签发确权证"),
        ("土地确权证未提供", f"{_n(gaps.missing)}人", "已发证而没有交来，或者不清楚是否发证"),
        ("没有登记征地批文", f"{_n(gaps.without_approval)}人", "只有协议，或两者都没有"),
        ("没有登记征地协议", f"{_n(gaps.without_agreement)}人", "只有批文"),
        ("批文与协议不能对应", f"{_n(gaps.unmatched)}人", "两者都有，协议没有列明该批文"),
        ("退回补正", f"{_n(returned)}次", f"{figures.year}年内：{desks}" if desks else "年内没有"),
        ("公示异议未办结", f"{_n(objections.open)}件", _objections(figures)),
        ("发放失败、退回、暂缓", f"{_n(figures.payment_total('again'))}笔", "待补发"),
        *_missing_funds(figures),
    ]
    return PrintedTable(
        "problems",
        "表6　有待解决的问题",
        "",
        ("问题", "数量", "说明"),
        (TEXT, NUMBER, TEXT),
        rows,
        remarks=("材料缺项按取数时的登记统计，人员范围为截止日期在册的人员。",),
    )


def _objections(figures: Figures) -> str:
    told = figures.objections
    return (
        f"{figures.year}年内收到{told.received:,}件，成立{told.upheld:,}件，"
        f"不成立{told.rejected:,}件"
    )


def _missing_funds(figures: Figures) -> list[tuple[str, str, str]]:
    if figures.funds:
        return []
    return [("资金公布数", NOT_ENTERED, f"{figures.year}年度没有录入预算和支出")]


def _n(count: int) -> str:
    return f"{count:,}"
