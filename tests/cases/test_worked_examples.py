"""Every worked example holds, by the rules and by a second reading that shares no code."""

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from subsidies.examples.checking import deviations
from subsidies.examples.reading import Example, Unreadable, read
from tests.subsidies.rules import oracle

FOLDER = Path(__file__).parent
TABLES = sorted(FOLDER.glob("*.csv"))


def _examples() -> Iterator[object]:
    for table in TABLES:
        for example in read(table.read_text(encoding="utf-8-sig")):
            yield pytest.param(example, id=f"{table.stem}-{example.line}-{example.name}")


def _rows() -> Iterator[object]:
    for table in TABLES:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                yield pytest.param(row, id=f"{table.stem}-{row['算例']}")


@pytest.mark.parametrize("example", list(_examples()))
def test_a_worked_example_holds(example: Example | Unreadable) -> None:
    assert list(deviations(example)) == []


@pytest.mark.parametrize("row", list(_rows()))
def test_a_second_reading_of_the_table_agrees_with_a_worked_example(row: dict[str, str]) -> None:
    answers = oracle.answers(row)

    filled = {column: row[column] for column in answers if row[column]}
    assert {column: _answer(answers[column]) for column in filled} == {
        column: _expectation(column, text) for column, text in filled.items()
    }


def test_every_worked_example_names_its_document() -> None:
    rows = [param.values[0] for param in _rows()]

    assert [row["算例"] for row in rows if not row["依据"].strip()] == []


def test_the_worked_examples_reach_every_reason_of_the_format() -> None:
    rows = [param.values[0] for param in _rows()]

    reached = {reason for row in rows for reason in row["期望不予补助原因"].split(";")}

    assert reached - {""} == {
        *("无", "未参保", "身份未确认", "未满年龄或在校", "非享受对象", "已达年限上限"),
        *("已达总额上限", "超过申请期限", "早于起算年度", "参数未录入"),
    }


def _expectation(column: str, text: str) -> object:
    if column == "期望不予补助原因":
        return set() if text == "无" else set(text.split(";"))
    return Fraction(text)


def _answer(answer: object) -> object:
    """What isn't worked out is no money."""
    return Fraction(0) if answer is None else answer
