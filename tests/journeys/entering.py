"""The community enters its people: a roster with errors, a clean one, one person by hand."""

from pathlib import Path

from openpyxl import load_workbook

from enrollment.models import Case
from enrollment.workflow.states import CaseState
from pension.demo.places import NEWCOMERS_COMMUNITY
from pension.demo.samples import CLEAN, FAULTY
from pension.vocabulary.identity_numbers import make
from tests.journeys.clerk import Clerk, Office
from tests.journeys.people import BY_HAND, BY_HAND_BORN, NEWCOMERS_CLERK

FAULTY_ROWS, GOOD_ROWS, CLEAN_ROWS = 9, 3, 12
FAULTS = (
    "单元格是数字格式",
    "身份证号校验位不符",
    "日历上没有2015年13月1日",
    "与第10行重复",
    "不能重复受理",
    "没有社区“不存在的社区”",
    "“-3”是负数",
    "单元格是公式",
)


def enter(office: Office) -> list[int]:
    """Everything that the entering clerk does; gives the keys of the new cases, in their order."""
    before = set(_entered())
    with Clerk(office, NEWCOMERS_CLERK) as clerk:
        clerk.finds_nothing_grave()
        _enter_a_faulty_roster(clerk)
        assert len(set(_entered()) - before) == GOOD_ROWS
        _enter_a_clean_roster(clerk)
        _enter_by_hand(clerk)
    keys = [key for key in _entered() if key not in before]
    assert len(keys) == GOOD_ROWS + CLEAN_ROWS + 1
    return keys


def _enter_a_faulty_roster(clerk: Clerk) -> None:
    _hand_in(clerk, FAULTY)
    clerk.sees(f"错误行 {FAULTY_ROWS}", f"可提交行 {GOOD_ROWS}", *FAULTS)
    clerk.finds_nothing_grave()
    given_back = clerk.takes("下载带错误说明的文件")
    assert _notes_in(given_back) == FAULTY_ROWS
    clerk.press(f"确认入库 {GOOD_ROWS} 行")
    clerk.sees(f"已入库 {GOOD_ROWS} 行；{FAULTY_ROWS} 行有错误，没有入库")


def _enter_a_clean_roster(clerk: Clerk) -> None:
    _hand_in(clerk, CLEAN)
    clerk.sees(f"{CLEAN_ROWS} 行全部可以入库")
    clerk.press(f"确认入库 {CLEAN_ROWS} 行")
    clerk.sees(f"已入库 {CLEAN_ROWS} 行。")


def _hand_in(clerk: Clerk, sample: str) -> None:
    clerk.turn_to("演示导览")
    workbook = clerk.takes(sample)
    clerk.turn_to("花名册导入")
    clerk.press("上传文件")
    clerk.write(文件=str(workbook))
    clerk.press("上传并校验")
    clerk.sees("待确认入库")


def _enter_by_hand(clerk: Clerk) -> None:
    number = make(NEWCOMERS_COMMUNITY[:6], BY_HAND_BORN, 721)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    clerk.turn_to("身份确认")
    clerk.press("手工录入一件")
    clerk.write(姓名=BY_HAND, 身份证号=wrong, 村民小组="1组", 人员类别="现有被征地人员")
    clerk.write(征地时间="2015-06-01", 家庭人口="4", 征地前面积="3.20", 征地后面积="0.50")
    clerk.write(参保制度="城镇职工", 开户银行="呈贡区农村信用合作联社", 账号="6223690000000000721")
    clerk.press("受理", exact=True)
    clerk.sees("身份证号校验位不符")
    clerk.write(身份证号=number)
    clerk.press("受理", exact=True)
    clerk.sees(f"已受理 {BY_HAND}", "您已在「录入」环节办理过")
    clerk.finds_nothing_grave()


def _entered() -> list[int]:
    found = Case.objects.filter(
        region__code__startswith=NEWCOMERS_COMMUNITY, state=CaseState.ENTERED
    )
    return list(found.order_by("pk").values_list("pk", flat=True))


def _notes_in(workbook: Path) -> int:
    """How many rows of a workbook given back carry a note."""
    sheet = load_workbook(workbook).worksheets[0]
    headings = [str(cell.value) for cell in sheet[1]]
    column = headings.index("错误说明") + 1
    notes = [sheet.cell(row, column).value for row in range(2, sheet.max_row + 1)]
    return sum(note != "可提交" for note in notes)
