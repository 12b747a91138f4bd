"""Every fault of an opening workbook names its cell and its cure."""

from collections.abc import Callable

import pytest

from enrollment.models import Person
from pension.models import Officer, Upload
from subsidies.imports import OPENING
from tests.factories.openings import number, row, sentences
from tests.factories.uploads import filled, handed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"身份证号": number(9)},
            "A2 身份证号：此人尚未在本区登记",
        ),
        ({"姓名": "演示李桂英"}, "B2 姓名：登记的姓名是“演示杨秀兰”"),
        ({"已享受政府补贴": "-1"}, "C2 已享受政府补贴：金额“-1”是负数"),
        ({"已享受政府补贴": "九千"}, "C2 已享受政府补贴："),
        ({"已享受政府补贴": "200000000"}, "C2 已享受政府补贴：金额超过1亿元"),
        ({"已补助年度": "2030"}, "D2 已补助年度：2030不在1990年至2022年之间"),
        ({"已补助年度": "2020、2020"}, "D2 已补助年度：2020年度重复填写"),
        ({"缴费年度": "1980"}, "E2 缴费年度：1980不在"),
        ({"缴费凭证": ""}, "F2 缴费凭证：填了缴费年度就要填缴费凭证"),
        ({"缴费年度": "", "已补助年度": ""}, "E2 缴费年度：填了缴费凭证就要填缴费年度"),
        ({"领取待遇": "有"}, "G2 领取待遇：“有”不在可选内容中"),
        ({"原办法缴费起始月": "去年"}, "I2 原办法缴费起始月：“去年”不是月份"),
        ({"原办法缴费起始月": "2023-01"}, "I2 原办法缴费起始月：2023年1月在今天之后"),
        ({"原办法缴费月数": 200}, "J2 原办法缴费月数：缴到2026年8月，在今天之后"),
        ({"原办法缴费起始月": "0001-01"}, "I2 原办法缴费起始月：1年1月早于1990年"),
        ({"原办法缴费起始月": 2010.1}, "I2 原办法缴费起始月：单元格是数字格式"),
        ({"原办法缴费起始月": "2010-13"}, "I2 原办法缴费起始月：2010年13月不存在，请核对"),
        ({"原办法缴费月数": 999999999}, "J2 原办法缴费月数：原办法缴费月数超过600个月"),
        ({"已补助年度": "1949-1989"}, "D2 已补助年度：1949、1950、1951、1952、1953等不在"),
        ({"原办法缴费月数": 0}, "J2 原办法缴费月数：原办法缴费月数应不小于1"),
        ({"原账户余额": "=C2*2"}, "H2 原账户余额：单元格是公式"),
    ],
)
def test_a_fault_names_its_cell(
    changes: dict[str, object], expected: str, entered: Callable[..., Upload], entering: Officer
) -> None:
    upload = handed_in("opening", filled(OPENING.sheet, [row(**changes)]), entering)

    assert upload.bad_count == 1
    assert any(said.startswith(expected) for said in sentences(upload)), sentences(upload)


def test_a_row_that_says_nothing_is_refused(people: list[Person], entering: Officer) -> None:
    content = filled(OPENING.sheet, [{"身份证号": number(1), "姓名": "演示杨秀兰"}])

    assert "没有填写任何内容" in sentences(handed_in("opening", content, entering))[0]
