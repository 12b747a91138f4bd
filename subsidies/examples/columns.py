"""The columns of a worked example: what each means and how its text is read."""

import re
from collections.abc import Callable, Mapping

from enrollment.rules.categories import Category, Confirmation, Drawing, Scheme
from pension.vocabulary import money
from pension.vocabulary.months import Month
from pension.vocabulary.text import parse_day, tidy
from subsidies.rules.decision import Decision
from subsidies.rules.rule_values import choice_of, parse_count, parse_yes
from subsidies.rules.vocabulary import Kind, ParameterName, Reason

NAME = "算例"
BASIS = "依据"
PARAMETERS = "参数"
REASONS = "期望不予补助原因"
YEARS_LEFT = "期望剩余年数"
NO_REASON = "无"

# The longest run of months that a contribution can have: a hundred years.
MOST_MONTHS = 1200

_YEAR = re.compile(r"[12]\d{3}")

Reader = Callable[[str], object]


def _parse_years(text: str) -> tuple[int, ...]:
    """Read years joined by «;»; a year named twice counts once."""
    years = set()
    for part in filter(None, map(str.strip, tidy(text).split(";"))):
        if _YEAR.fullmatch(part) is None:
            raise ValueError(f"“{part}”不是年度，请写成“2020;2021”这样的形式")
        years.add(int(part))
    return tuple(sorted(years))


def _parse_months(text: str) -> int:
    """Read a count of months."""
    months = parse_count(text)
    if months > MOST_MONTHS:
        raise ValueError(f"缴费月数{months}过大，请核对")
    return months


def _parse_reasons(text: str) -> frozenset[Reason]:
    """Read reasons joined by «;»; «无» asserts that there is none."""
    if tidy(text) == NO_REASON:
        return frozenset()
    by_label = {reason.label: reason for reason in Reason}
    parts = [part for part in map(str.strip, tidy(text).split(";")) if part]
    unknown = [part for part in parts if part not in by_label]
    if unknown:
        raise ValueError(
            f"不认识的原因“{'、'.join(unknown)}”，可写：{'、'.join(by_label)}，或单独一个“{NO_REASON}”"
        )
    return frozenset(by_label[part] for part in parts)


FACTS: Mapping[str, tuple[str, Reader]] = {
    "人员类别": ("category", choice_of(Category)),
    "身份确认": ("confirmation", choice_of(Confirmation)),
    "参保制度": ("scheme", choice_of(Scheme)),
    "出生日期": ("birth", parse_day),
    "基准日期": ("judged_on", parse_day),
    "征地时间": ("taken_on", parse_day),
    "征地时在校": ("in_school", parse_yes),
    "领取待遇": ("drawing", choice_of(Drawing)),
    "已享受政府补贴": ("enjoyed_fen", money.parse_yuan),
    "已补助年数": ("used_years", parse_count),
    "缴费年度": ("years", _parse_years),
    "原账户余额": ("balance_fen", money.parse_yuan),
}

LEGACY: Mapping[str, tuple[str, Reader]] = {
    "原办法缴费起始月": ("start", Month.parse),
    "原办法缴费月数": ("months", _parse_months),
    "月缴费标准": ("monthly_fen", money.parse_yuan),
    "原已补助金额": ("given_fen", money.parse_yuan),
}

EXPECTED: Mapping[str, Reader] = {
    "期望年度补助": money.parse_yuan,
    "期望差额补足": money.parse_yuan,
    "期望退还余额": money.parse_yuan,
    "期望个人承担": money.parse_yuan,
    "期望财政补助": money.parse_yuan,
    "期望退补": money.parse_yuan,
    YEARS_LEFT: parse_count,
    REASONS: _parse_reasons,
}

ALL = (NAME, BASIS, *FACTS, *LEGACY, PARAMETERS, *EXPECTED)

# The parameters that an example may state for itself.
STATABLE = (
    ParameterName.DRAWING_RESIDENT,
    ParameterName.EMPLOYEE_CATCH_UP,
    ParameterName.MINIMUM_AGE,
    ParameterName.FIRST_YEAR,
    ParameterName.RAMP,
)


def answer(column: str, decision: Decision) -> object:
    """Return what the rules answer in a column of expectation; what isn't worked out is None."""
    legacy = decision.legacy
    answers: Mapping[str, object] = {
        "期望年度补助": decision.sum_fen(Kind.YEARLY, Kind.LUMP),
        "期望差额补足": decision.sum_fen(Kind.TOP_UP),
        "期望退还余额": decision.sum_fen(Kind.BALANCE),
        "期望个人承担": legacy and legacy.person_fen,
        "期望财政补助": legacy and legacy.subsidy_fen,
        "期望退补": legacy and legacy.back_payment_fen,
        YEARS_LEFT: decision.years_left,
        REASONS: decision.reasons,
    }
    return answers[column]


def words(column: str, value: object) -> str:
    """Print an expectation or an answer as the table writes it."""
    if value is None:
        return "未计算"
    if isinstance(value, frozenset):
        return ";".join(sorted(reason.label for reason in value)) or NO_REASON
    if isinstance(value, int) and column != YEARS_LEFT:
        return money.yuan_plain(value)
    return str(value)
