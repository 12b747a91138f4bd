"""Stated values, as a rule set keeps them in text, read into ``Parameters`` for one day.

Each value has a name, a text, the month from which it holds and the article that states it. Where
several values of a name are stated, the last one on or before the day is in force; the ramp and the
monthly rates keep all their steps, because the months of contribution decide.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from pension.vocabulary import money
from pension.vocabulary.labels import Labelled
from pension.vocabulary.months import Month
from pension.vocabulary.text import tidy
from subsidies.rules.parameters import (
    ALWAYS,
    WHOLE_SHARE,
    Citation,
    Parameters,
    Stated,
    Step,
    Steps,
    rate_name,
)
from subsidies.rules.vocabulary import DrawingRule, Grade, ParameterName, Programme, SubsidyBase

UNLIMITED = "不限"
UNKNOWN = "未录入"

_SHARE = re.compile(r"(\d+)(?:\.(\d{1,6}))?")

T = TypeVar("T")
L = TypeVar("L", bound=Labelled)


class RuleText(NamedTuple):
    """One stated value. ``from_month`` None holds from ever.

    ``variant`` is the grade of a monthly rate, or the number of the programme whose article a
    ``BASIS`` names. The text «未录入» says that the value isn't known from that month on.
    """

    name: ParameterName
    text: str
    source: Citation
    from_month: Month | None = None
    variant: str = ""
    note: str = ""


def resolve(texts: Iterable[RuleText], day: date, source: Citation) -> Parameters:
    """Return the rule set in force on a day; ValueError in Chinese names a text that can't be read.

    ``source`` is the document of the rule set as a whole, cited where no article is named.
    """
    known = sorted(texts, key=_start)
    month = Month.of(day)
    current = {text.name: text for text in known if _start(text) <= month}
    name = ParameterName
    return Parameters(
        source=source,
        bases={Programme(text.variant): text.source for text in known if text.name is name.BASIS},
        yearly_subsidy=_stated(current, name.YEARLY_SUBSIDY, money.parse_yuan),
        years_limit=_stated(current, name.YEARS_LIMIT, parse_count),
        counted_subsidies=_stated(current, name.COUNTED_SUBSIDIES, str),
        drawing_resident=_stated(current, name.DRAWING_RESIDENT, choice_of(DrawingRule)),
        employee_catch_up=_stated(current, name.EMPLOYEE_CATCH_UP, parse_count),
        minimum_age=_stated(current, name.MINIMUM_AGE, parse_limit),
        first_year=_stated(current, name.FIRST_YEAR, parse_limit),
        death_year_counts=_stated(current, name.DEATH_YEAR_COUNTS, parse_yes),
        death_stop_months=_stated(current, name.DEATH_STOP_MONTHS, parse_count),
        subsidy_base=_stated(current, name.SUBSIDY_BASE, choice_of(SubsidyBase)),
        ramp=_steps(known, name.RAMP, parse_share, name.RAMP.label),
        owed_share=_steps(known, name.OWED_SHARE, parse_share, name.OWED_SHARE.label),
        monthly_rates={
            grade: _steps(known, name.MONTHLY_RATE, money.parse_yuan, rate_name(grade), grade)
            for grade in Grade
        },
    )


def check(text: RuleText) -> None:
    """Refuse a text that its parameter can't mean: ValueError in Chinese, for forms."""
    if text.text != UNKNOWN:
        _read(text, READERS[text.name])


def parse_count(text: str) -> int:
    """Read a whole number of 0 or more."""
    tidied = tidy(text)
    if not (tidied.isascii() and tidied.isdigit()):
        raise ValueError(f"“{tidied}”不是整数，请填写不小于0的整数")
    return int(tidied)


def parse_limit(text: str) -> int | None:
    """Read a whole number, or «不限» as None."""
    return None if tidy(text) == UNLIMITED else parse_count(text)


def parse_share(text: str) -> int:
    """Read a share between 0 and 1, such as 0.80, as millionths."""
    tidied = tidy(text)
    match = _SHARE.fullmatch(tidied)
    if match is None:
        raise ValueError(f"“{tidied}”不是比例，请填写0到1之间的小数，如0.80，小数不超过六位")
    share = int(match[1]) * WHOLE_SHARE + int((match[2] or "").ljust(6, "0"))
    if share > WHOLE_SHARE:
        raise ValueError(f"比例“{tidied}”大于1，请填写0到1之间的小数，如0.80")
    return share


def parse_yes(text: str) -> bool:
    """Read «是» or «否»."""
    tidied = tidy(text)
    if tidied not in ("是", "否"):
        raise ValueError(f"“{tidied}”请填写是或否")
    return tidied == "是"


def choice_of(words: type[L]) -> Callable[[str], L]:
    """Return a reader for an enum: its stored text or its label."""
    members = {word.value: word for word in words} | {word.label: word for word in words}

    def read(text: str) -> L:
        tidied = tidy(text)
        if tidied not in members:
            raise ValueError(f"“{tidied}”不在可选值之中，可选：{'、'.join(w.label for w in words)}")
        return members[tidied]

    return read


READERS: Mapping[ParameterName, Callable[[str], object]] = {
    ParameterName.YEARLY_SUBSIDY: money.parse_yuan,
    ParameterName.YEARS_LIMIT: parse_count,
    ParameterName.COUNTED_SUBSIDIES: str,
    ParameterName.DRAWING_RESIDENT: choice_of(DrawingRule),
    ParameterName.EMPLOYEE_CATCH_UP: parse_count,
    ParameterName.MINIMUM_AGE: parse_limit,
    ParameterName.FIRST_YEAR: parse_limit,
    ParameterName.DEATH_YEAR_COUNTS: parse_yes,
    ParameterName.DEATH_STOP_MONTHS: parse_count,
    ParameterName.SUBSIDY_BASE: choice_of(SubsidyBase),
    ParameterName.RAMP: parse_share,
    ParameterName.OWED_SHARE: parse_share,
    ParameterName.MONTHLY_RATE: money.parse_yuan,
    ParameterName.BASIS: str,
}


def _start(text: RuleText) -> Month:
    return text.from_month or ALWAYS


def _read(text: RuleText, reader: Callable[[str], T]) -> T:
    """Read one text; a refusal names the parameter."""
    try:
        return reader(text.text)
    except ValueError as error:
        raise ValueError(f"{text.name.label}：{error}") from error


def _stated(
    current: Mapping[ParameterName, RuleText], name: ParameterName, reader: Callable[[str], T]
) -> Stated[T] | None:
    text = current.get(name)
    if text is None or text.text == UNKNOWN:
        return None
    return Stated(_read(text, reader), text.source)


def _steps(
    known: Iterable[RuleText],
    name: ParameterName,
    reader: Callable[[str], int],
    label: str,
    variant: str = "",
) -> Steps:
    return Steps(
        label,
        tuple(
            Step(
                _start(text),
                None if text.text == UNKNOWN else _read(text, reader),
                text.source,
            )
            for text in known
            if text.name is name and text.variant == variant
        ),
    )
