"""The facts behind a calculation in words: what is not known says so."""

from collections.abc import Iterator

from pension.vocabulary import money
from subsidies.rules.facts import Facts, LegacyMonths

UNKNOWN = "未知"


def facts_of(facts: Facts) -> list[dict[str, str]]:
    """Label and value of every fact that the calculation rests on."""
    return [{"label": label, "value": value} for label, value in _facts(facts)]


def _facts(facts: Facts) -> Iterator[tuple[str, str]]:
    yield "人员类别", facts.category.label if facts.category else UNKNOWN
    yield "身份确认", facts.confirmation.label if facts.confirmation else UNKNOWN
    yield "参保制度", facts.scheme.label if facts.scheme else UNKNOWN
    yield "领取待遇", facts.drawing.label if facts.drawing else UNKNOWN
    yield "征地时间", facts.taken_on.isoformat() if facts.taken_on else UNKNOWN
    yield "征地时在校", {True: "是", False: "否", None: UNKNOWN}[facts.in_school]
    yield "未补助的缴费年度", _years(facts.years)
    yield "已补助年度", _years(sorted(facts.paid_years))
    yield "已享受政府补贴", _amount(facts.enjoyed_fen)
    yield "原账户余额", _amount(facts.balance_fen)
    for months in facts.legacy:
        yield "原办法缴费", _legacy(months)
    if facts.died_on:
        yield "死亡日期", facts.died_on.isoformat()


def _years(years: tuple[int, ...] | list[int] | None) -> str:
    if years is None:
        return UNKNOWN
    return "、".join(map(str, years)) or "无"


def _amount(fen: int | None) -> str:
    return UNKNOWN if fen is None else f"{money.yuan(fen)} 元"


def _legacy(months: LegacyMonths) -> str:
    """Start, count, grade and what was given: «2015年1月起36个月，中档，已补助2,592.00元»."""
    start = months.start.label if months.start else f"起始月{UNKNOWN}"
    count = UNKNOWN if months.months is None else str(months.months)
    grade = f"，{months.grade.label}" if months.grade else ""
    return f"{start}起{count}个月{grade}，已补助{_amount(months.given_fen)}"
