"""What is due: opening balances by two officers, a merge, proofs of contribution, a run."""

from django.utils import timezone

from enrollment.models import Case, SchemeEnrollment
from enrollment.rules.categories import Scheme
from enrollment.workflow.states import CaseState
from pension.demo.samples import OPENINGS
from subsidies.models import Calculation, Entitlement, OpeningRecord
from subsidies.rules.vocabulary import Channel
from subsidies.workflow.states import OpeningState
from tests.journeys.clerk import Clerk, Office
from tests.journeys.papers import text_of
from tests.journeys.people import STREET, case

YEAR_FEN = 100_000  # 1,000 yuan a year
OPENING_ROWS = 12


def calculate(office: Office, confirmed: list[int]) -> list[int]:
    """Find what is due to those confirmed; gives the cases with money for a bank account."""
    _open_balances(office)
    _merge_an_original(office)
    employees, resident = _by_scheme(confirmed)
    last = timezone.localdate().year - 1
    with Clerk(office, "jbj_bianzhi") as clerk:
        for key in employees:
            _prove(clerk, key, last, "城镇职工")
        _prove(clerk, employees[0], last - 1, "城镇职工")
        _prove(clerk, resident, last, "城乡居民")
        _run(clerk)
        _print_working(clerk, resident)
    _is_due(employees[0], Channel.BANK, 2)
    _is_due(employees[1], Channel.BANK, 1)
    _is_due(resident, Channel.RESIDENT_ACCOUNT, 1)
    return employees


def _open_balances(office: Office) -> None:
    with Clerk(office, "jbj_binggui") as clerk:
        clerk.turn_to("演示导览")
        workbook = clerk.takes(OPENINGS)
        clerk.turn_to("期初数据")
        clerk.press("导入期初数据")
        clerk.write(文件=str(workbook))
        clerk.press("上传并校验")
        clerk.press(f"确认入库 {OPENING_ROWS} 行")
        clerk.press("看入库的内容")
        clerk.sees(f"待复核 {OPENING_ROWS}")
    with Clerk(office, "jbj_fuhe") as clerk:
        clerk.press("期初数据待复核")
        clerk.press(OPENINGS)
        clerk.press("全部生效")
        clerk.sees(f"已生效 {OPENING_ROWS} 条")
    in_force = OpeningRecord.objects.filter(state=OpeningState.IN_FORCE)
    assert in_force.filter(upload__name=OPENINGS).count() == OPENING_ROWS


def _merge_an_original(office: Office) -> None:
    waiting = Case.objects.filter(state=CaseState.MERGING).select_related("person").first()
    assert waiting is not None
    with Clerk(office, "jbj_binggui") as clerk:
        clerk.press("待并轨")
        clerk.write({f"{waiting.person.name} 的选择": "并轨城乡居民"})
        clerk.press("保存本页的选择")
        clerk.sees("已登记选择 1 人")
        clerk.tick(waiting.person.name)
        clerk.press("并轨办结")
        clerk.sees("并轨办结 1 人")
    waiting.refresh_from_db()
    assert waiting.state == CaseState.MERGED


def _by_scheme(keys: list[int]) -> tuple[list[int], int]:
    """The cases of people in the employee scheme, and the first of those in the resident one."""
    current = SchemeEnrollment.objects.filter(person__cases__in=keys, valid_to=None)
    schemes = dict(current.values_list("person__cases", "scheme"))
    employees = [key for key in keys if schemes.get(key) == Scheme.EMPLOYEE]
    return employees, next(key for key in keys if schemes.get(key) == Scheme.RESIDENT)


def _prove(clerk: Clerk, key: int, year: int, scheme: str) -> None:
    clerk.open(f"/enrollment/cases/{key}/")
    clerk.press("登记缴费年度…")
    clerk.write(缴费年度=str(year), 参保制度=scheme, 缴费凭证=f"演示缴费凭证〔{year}〕1号")
    clerk.press("登记", exact=True)
    clerk.sees(f"已登记{year}年度的缴费")


def _run(clerk: Clerk) -> None:
    clerk.open("/")
    clerk.press("批量核算")
    clerk.write(范围=STREET)
    clerk.press("开始核算")
    clerk.sees("核算人数", "新增应补 4 笔")
    clerk.finds_nothing_grave()


def _print_working(clerk: Clerk, key: int) -> None:
    clerk.open(f"/enrollment/cases/{key}/")
    clerk.sees("应补合计", "每年1,000.00元 × 1年")
    clerk.finds_nothing_grave()
    clerk.press("计算单 PDF")
    clerk.sees("已生成")
    paper = text_of(clerk.takes(".pdf"))
    made = Calculation.objects.filter(case_id=key).latest("pk")
    assert made.number in paper
    assert "1,000.00" in paper
    assert case(key).person.name in paper


def _is_due(key: int, channel: Channel, years: int) -> None:
    due = Entitlement.objects.filter(person=case(key).person, channel=channel)
    assert [one.amount_fen for one in due] == [YEAR_FEN] * years
