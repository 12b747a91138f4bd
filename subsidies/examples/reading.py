"""Read a table of worked examples into facts, parameters and expectations."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from pension.vocabulary.months import Month
from pension.vocabulary.text import tidy
from subsidies.examples import columns
from subsidies.rules.facts import Facts, LegacyMonths
from subsidies.rules.parameters import Citation, Parameters
from subsidies.rules.rule_values import UNLIMITED, RuleText, resolve
from subsidies.rules.vocabulary import ParameterName, SubsidyBase

SOURCE = Citation("算例")

# S = 1,000 and N = 15, open-ended, for all districts; the subsidy base is the whole contribution.
BUILT_IN = tuple(
    RuleText(name, text, SOURCE)
    for name, text in (
        (ParameterName.YEARLY_SUBSIDY, "1000"),
        (ParameterName.YEARS_LIMIT, "15"),
        (ParameterName.SUBSIDY_BASE, SubsidyBase.WHOLE.value),
        (ParameterName.COUNTED_SUBSIDIES, "算例所给金额"),
        (ParameterName.MINIMUM_AGE, UNLIMITED),
        (ParameterName.FIRST_YEAR, UNLIMITED),
    )
)


class ExamplesError(ValueError):
    """A table that can't be read as worked examples, with the reason in Chinese."""


class Example(NamedTuple):
    """One row that could be read; ``expected`` holds only what the row expects."""

    line: int
    name: str
    facts: Facts
    parameters: Parameters
    expected: Mapping[str, object]


class Unreadable(NamedTuple):
    """One row that couldn't be read, with a Chinese sentence for each fault."""

    line: int
    name: str
    faults: tuple[str, ...]


def read(text: str) -> list[Example | Unreadable]:
    """Read the whole table; raises ExamplesError where it isn't one.

    A row with a fault is returned as ``Unreadable``, so that every other row is still checked.
    Columns that the format doesn't know are passed over; ``strange_columns`` names them.
    """
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = _heading(next(rows, []))
        examples = [_row(rows.line_num, heading, cells) for cells in rows if any(map(tidy, cells))]
    except csv.Error as error:
        raise ExamplesError(
            f"第{rows.line_num}行不是完整的CSV（{error}），请检查引号是否成对"
        ) from error
    if not examples:
        raise ExamplesError("文件中没有算例，请在标题行之后填写至少一行")
    return examples


def strange_columns(text: str) -> list[str]:
    """Return the names in the heading of a table that the format doesn't know."""
    heading = map(tidy, next(csv.reader(io.StringIO(text, newline="")), []))
    return [name for name in heading if name and name not in columns.ALL]


def _heading(cells: Sequence[str]) -> list[str]:
    """Return the names of the columns; all that the format knows have to be there, once."""
    heading = [tidy(cell) for cell in cells]
    absent = [name for name in columns.ALL if name not in heading]
    if len(absent) == len(columns.ALL):
        raise ExamplesError("第1行不是算例的标题行，请写上列名，并用英文逗号分隔")
    if absent:
        raise ExamplesError(
            f"第1行（标题行）缺少列：{'、'.join(absent)}，请补上列名，没有内容的列可以留空"
        )
    repeated = sorted({name for name in heading if heading.count(name) > 1 and name})
    if repeated:
        raise ExamplesError(f"第1行（标题行）列名重复：{'、'.join(repeated)}")
    return heading


def _row(number: int, heading: Sequence[str], cells: Sequence[str]) -> Example | Unreadable:
    """Read one row; every fault in it is named."""
    filled = {name: cell for name, cell in zip(heading, cells) if tidy(cell)}
    name = filled.get(columns.NAME, f"第{number}行")
    faults: list[str] = []
    if len(cells) < len(heading) or any(map(tidy, cells[len(heading) :])):
        faults.append(f"有{len(cells)}个单元格，标题行有{len(heading)}列，请检查逗号和引号")
    if "" in filled:
        faults.append(f"“{filled['']}”所在的列没有列名，请补上列名或删去")
    facts = _read_facts(filled, faults)
    expected = _read_cells(
        filled, {name: (name, by) for name, by in columns.EXPECTED.items()}, faults
    )
    parameters = _parameters(filled.get(columns.PARAMETERS, ""), facts.judged_on, faults)
    if faults or parameters is None:
        return Unreadable(number, name, tuple(faults))
    return Example(number, name, facts, parameters, expected)


def _read_facts(filled: Mapping[str, str], faults: list[str]) -> Facts:
    """Read the facts; a blank cell stays unknown."""
    known = _read_cells(filled, columns.FACTS, faults)
    legacy = LegacyMonths(**_read_cells(filled, columns.LEGACY, faults))
    if legacy.start and legacy.months and not _is_in_calendar(legacy.start, legacy.months):
        faults.append(f"从{legacy.start.label}起的{legacy.months}个月超出日历，请核对起始月和月数")
    return Facts(**known, legacy=() if legacy == LegacyMonths() else (legacy,))


def _is_in_calendar(start: Month, months: int) -> bool:
    """Tell whether a run of months, and the month after it, lie within the years of a date."""
    return start.year + (start.month - 1 + months) // 12 <= date.max.year


def _read_cells(
    filled: Mapping[str, str], wanted: Mapping[str, tuple[str, columns.Reader]], faults: list[str]
) -> dict[str, Any]:
    """Read the filled cells of some columns; what can't be read is added to the faults."""
    values: dict[str, Any] = {}
    for column, (field, reader) in wanted.items():
        if column not in filled:
            continue
        try:
            values[field] = reader(filled[column])
        except ValueError as error:
            faults.append(f"列「{column}」：{error}")
    return values


def _parameters(text: str, judged_on: date | None, faults: list[str]) -> Parameters | None:
    """Return the built-in set with the row's own parameters; None with a fault."""
    try:
        own = tuple(_own_parameters(tidy(text)))
        return resolve(BUILT_IN + own, judged_on or date.max, SOURCE)
    except ValueError as error:
        faults.append(f"列「{columns.PARAMETERS}」：{error}")
        return None


def _own_parameters(text: str) -> Iterator[RuleText]:
    """Read «name=value|name=value»."""
    statable = {name.value: name for name in columns.STATABLE}
    seen = set()
    for part in filter(None, map(str.strip, text.split("|"))):
        key, _, value = (piece.strip() for piece in part.partition("="))
        if key not in statable:
            raise ValueError(f"不认识的参数“{key}”，可写：{'、'.join(statable)}")
        if key in seen:
            raise ValueError(f"参数“{key}”重复")
        if not value:
            raise ValueError(f"参数“{key}”没有写值，请写成“{key}=值”")
        seen.add(key)
        if statable[key] is ParameterName.RAMP:
            yield from _ramp(value)
        else:
            yield RuleText(statable[key], value, SOURCE)


def _ramp(text: str) -> Iterator[RuleText]:
    """Read «2018-01:0.60,2021-01:0.80»: each step from a month on."""
    seen = set()
    for part in filter(None, map(str.strip, text.split(","))):
        month, colon, share = (piece.strip() for piece in part.partition(":"))
        if not colon:
            raise ValueError(f"补助比例“{part}”请写成“2021-01:0.80”这样的形式")
        start = Month.parse(month)
        if start in seen:
            raise ValueError(f"补助比例的起始月{start}重复")
        seen.add(start)
        yield RuleText(ParameterName.RAMP, share, SOURCE, start)
