"""The pictures: geometry in whole numbers, and the same said in words."""

import pytest
from django.template.loader import render_to_string

from pension.pictures.bars import money_bars, street_bar, width
from pension.pictures.chain import ChainStep, StepLook
from pension.pictures.years import YearLook, year_strip


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 100, 0),
        (1, 2, 500),
        (1, 3, 333),
        (2, 3, 667),
        (100, 100, 1000),
        (120, 100, 1000),
        (5, 0, 0),
        (-5, 100, 0),
    ],
)
def test_a_bar_is_as_long_as_its_part(part: int, whole: int, expected: int) -> None:
    assert width(part, whole) == expected


def test_a_part_that_is_not_nothing_can_be_seen() -> None:
    assert width(1, 1_000_000) > 0


def test_amounts_share_the_scale_of_the_largest() -> None:
    bars = money_bars([("预算", 20_000, "plain", ""), ("支出", 5_000, "ok", "")])

    assert [bar.width for bar in bars] == [1000, 250]


def test_an_amount_that_is_not_known_has_no_bar_and_no_nought() -> None:
    bars = money_bars([("预算", 20_000, "plain", ""), ("计划", None, "warn", "未录入")])

    page = render_to_string("_parts/pictures/money.html", {"bars": bars})

    assert bars[1].width == 0
    assert '<td class="number">—</td>' in page
    assert '<td class="number">0.00</td>' not in page


def test_a_street_says_its_state_in_words() -> None:
    bar = street_bar("斗南", done=21, total=100, state="核实中", tone="warn")

    page = render_to_string("_parts/pictures/streets.html", {"bars": [bar]})

    assert "核实中" in page
    assert 'width="210"' in page
    assert "style=" not in page


def test_the_strip_has_fifteen_cells_the_used_years_first_and_in_order() -> None:
    strip = year_strip({2022: YearLook.MOVING, 2020: YearLook.PAID}, undated=1)

    assert len(strip.cells) == 15
    assert [cell.year for cell in strip.cells[:4]] == [None, 2020, 2022, None]
    assert strip.cells[3].look is YearLook.OPEN
    assert strip.sentence == "已补 2 年 · 拨付中 1 年 · 未用 12 年"


def test_a_top_up_settles_what_is_left_of_the_strip() -> None:
    strip = year_strip({2020: YearLook.PAID}, is_settled=True)

    assert strip.sentence == "已补 1 年 · 已结清 14 年"


def test_more_than_fifteen_years_are_shown_rather_than_hidden() -> None:
    strip = year_strip(dict.fromkeys(range(2006, 2022), YearLook.PAID))

    assert len(strip.cells) == 16


def test_the_chain_says_how_each_step_stands_and_marks_the_present_one() -> None:
    steps = [
        ChainStep("社区确认", StepLook.DONE, who="演示赵", when="09-06"),
        ChainStep("公示", StepLook.NOW),
        ChainStep("联审", StepLook.AHEAD),
    ]

    page = render_to_string("_parts/pictures/chain.html", {"steps": steps})

    assert page.count('aria-current="step"') == 1
    assert "（已办）" in page
    assert "演示赵" in page
    assert page.index("公示") < page.index("（正在办）") < page.index("联审")
