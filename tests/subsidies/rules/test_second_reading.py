"""The rules agree with a second, plain reading of the decision table on whatever a row may hold."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from subsidies.examples import columns
from subsidies.examples.reading import Example, read
from subsidies.rules.decide import decide
from tests.subsidies.rules import oracle
from tests.subsidies.rules.strategies import days, fen, months, used, years


def iso(values: st.SearchStrategy[date]) -> st.SearchStrategy[str]:
    """Print days as a worked example does."""
    return st.just("") | values.map(date.isoformat)


def amount(values: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    """Print fen as yuan with two decimals."""
    return st.just("") | values.map(lambda each: f"{each // 100}.{each % 100:02d}")


examples = st.fixed_dictionaries(
    {
        "算例": st.just("任意"),
        "依据": st.just("推断"),
        "人员类别": st.sampled_from(("", "原参保人", "现有被征地人员", "新产生被征地人员")),
        "身份确认": st.sampled_from(("", "是", "是", "否", "免")),
        "参保制度": st.sampled_from(("", "城乡居民", "城镇职工", "退保", "未参保")),
        "出生日期": iso(days),
        "基准日期": iso(st.dates(date(2018, 1, 1), date(2026, 12, 31))),
        "征地时间": iso(days),
        "征地时在校": st.sampled_from(("", "否", "是")),
        "领取待遇": st.sampled_from(("", "否", "居民", "职工")),
        "已享受政府补贴": amount(fen),
        "已补助年数": st.just("") | used.map(str),
        "缴费年度": years.map(lambda claimed: ";".join(map(str, claimed))),
        "原账户余额": amount(fen),
        "原办法缴费起始月": st.just("") | months.map(str),
        "原办法缴费月数": st.just("") | st.integers(1, 200).map(str),
        "月缴费标准": amount(st.integers(1, 30_000)),
        "原已补助金额": amount(fen),
        "参数": st.lists(
            st.sampled_from(
                (
                    *("drawing_resident=lump", "drawing_resident=yearly", "drawing_resident=none"),
                    *("employee_catch_up=0", "employee_catch_up=3", "minimum_age=16"),
                    *("first_year=2020", "ramp=2007-01:0.5,2018-06:0.625,2021-01:0.80"),
                )
            ),
            unique_by=lambda part: part.split("=")[0],
        ).map("|".join),
    }
)


@settings(max_examples=500)
@given(examples)
def test_the_rules_agree_with_a_second_reading_of_the_table(row: Mapping[str, str]) -> None:
    cells = [row.get(column, "") for column in columns.ALL]
    quoted = ",".join(f'"{cell}"' for cell in cells)

    [example] = read(",".join(columns.ALL) + "\n" + quoted)

    assert isinstance(example, Example)
    decision = decide(example.facts, example.parameters)
    for column, answer in oracle.answers(row).items():
        assert in_cells(columns.answer(column, decision)) == in_fen(column, answer), column


def in_cells(answer: object) -> object:
    """Write reasons as the table does."""
    if isinstance(answer, frozenset):
        return frozenset(reason.label for reason in answer)
    return answer


def in_fen(column: str, answer: object) -> object:
    """Bring an amount of the second reading into the unit of the rules."""
    if isinstance(answer, frozenset) or answer is None or column == columns.YEARS_LEFT:
        return answer
    return answer * 100
