"""The community's roster: good rows become cases, every fault names its cell and its cure."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from enrollment.imports import ROSTER
from enrollment.models import BankAccount, Case, Person
from enrollment.services import applications
from enrollment.workflow.states import CaseState
from pension.models import Officer, Upload, UploadState
from pension.vocabulary import identity_numbers
from pension.vocabulary.posts import Post
from tests.clock import NOON
from tests.factories.applications import application
from tests.factories.kernel import holder, place
from tests.factories.rosters import row
from tests.factories.uploads import committed, filled, handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Officer:
    """The entering clerk of 郎家营."""
    return holder(Post.COMMUNITY_ENTRY)


@pytest.fixture
def upload_of(clerk: Officer) -> Callable[..., Upload]:
    """Hands a roster of these rows in and has it checked."""

    def hand_in(*rows: dict[str, object]) -> Upload:
        return handed_in("roster", filled(ROSTER.sheet, rows), clerk)

    return hand_in


def sentences(upload: Upload, number: int = 2) -> list[str]:
    """What is said about a row: «C2 街道：…»."""
    stored = upload.rows.get(number=number)
    return [f"{fault['cell']} {fault['field']}：{fault['sentence']}" for fault in stored.faults]


def test_good_rows_become_cases(clerk: Officer, upload_of: Callable[..., Upload]) -> None:
    upload = upload_of(row(1), row(2, 姓名="演示李桂英", 户名=""))
    assert (upload.state, upload.good_count, upload.bad_count) == (UploadState.CHECKED, 2, 0)

    upload = committed(upload, clerk)

    assert upload.state == UploadState.COMMITTED
    assert [stored.committed_as for stored in upload.rows.all()] == [
        "CG-2022-000001",
        "CG-2022-000002",
    ]
    case = Case.objects.get(number="CG-2022-000002")
    assert case.region == place("53011400500101")
    assert case.submissions.get().source == "花名册「花名册.xlsx」"
    assert BankAccount.objects.get(person=case.person).holder == "演示李桂英"


def test_bad_rows_stay_out_and_come_back_in_the_clerks_own_file(
    clerk: Officer, upload_of: Callable[..., Upload]
) -> None:
    upload = upload_of(row(1), row(2, 征地后面积="-1"))

    upload = committed(upload, clerk)

    assert (Case.objects.count(), upload.good_count, upload.bad_count) == (1, 1, 1)
    sheet = load_workbook(BytesIO(upload.returned_file.read()))["花名册"]
    headings = [cell.value for cell in sheet[1]]
    place = headings.index("错误说明")
    errors = [cells[place].value for cells in sheet.iter_rows(min_row=2, max_row=3)]
    assert errors[0] == "可提交"
    assert "负数" in errors[1]
    assert sheet["B2"].data_type == "s"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"身份证号": "530114197103120010"}, "B2 身份证号：身份证号校验位不符"),
        ({"身份证号": 530114197103120000}, "B2 身份证号：单元格是数字格式"),
        ({"身份证号": "530114197113120010"}, "B2 身份证号：身份证号中的出生日期19711312不存在"),
        (
            {"身份证号": identity_numbers.make("530114", date(2023, 1, 1), 1)},
            "B2 身份证号：身份证号中的出生日期在今天之后",
        ),
        (
            {"身份证号": identity_numbers.make("530114", date(1000, 1, 1), 1)},
            "B2 身份证号：身份证号中的出生日期早于1900年",
        ),
        ({"姓名": ""}, "A2 姓名：必填"),
        ({"姓名": "😀", "户名": ""}, "A2 姓名：“😀”不像姓名"),
        ({"姓名": 12345, "户名": ""}, "A2 姓名：“12345”不像姓名"),
        ({"姓名": "<b>演示</b>", "户名": ""}, "A2 姓名：“<b>演示</b>”不像姓名"),
        ({"街道": "吴家莹街道"}, "C2 街道：没有街道“吴家莹街道”，是否为“吴家营街道”？"),
        ({"社区": "火星社区"}, "D2 社区：吴家营街道没有社区“火星社区”"),
        ({"社区": "前卫营社区"}, "D2 社区：“前卫营社区”属于雨花街道，不在吴家营街道"),
        ({"村民小组": "9组"}, "E2 村民小组：郎家营社区没有村民小组“9组”"),
        ({"村民小组": ""}, "E2 村民小组：请填写村民小组：1组、2组"),
        ({"社区": "缪家营社区"}, "D2 社区：这个社区不在郎家营社区居委会的辖区内"),
        ({"电话": "123"}, "F2 电话：“123”不是电话号码"),
        ({"人员类别": "居民"}, "G2 人员类别：“居民”不在可选内容中"),
        ({"征地时间": "2010年2月30日"}, "J2 征地时间：日历上没有2010年2月30日"),
        ({"征地时间": "2022-11-01"}, "J2 征地时间：征地时间2022-11-01在今天之后"),
        ({"征地时间": "0215-06-01"}, "J2 征地时间：征地时间0215-06-01早于1900年"),
        ({"家庭人口": "4.5"}, "L2 家庭人口："),
        ({"家庭人口": 40000}, "L2 家庭人口：家庭人口超过99人"),
        ({"家庭人口": 0}, "L2 家庭人口：家庭人口应不小于1"),
        ({"征地前面积": -3}, "M2 征地前面积：“-3”是负数"),
        ({"征地后面积": "3.21"}, "N2 征地后面积：征地后面积3.21亩大于征地前面积3.2亩"),
        ({"征地后面积": "=M2-1"}, "N2 征地后面积：单元格是公式"),
        ({"户名": "演示王五"}, "Q2 户名：户名“演示王五”与姓名不一致"),
        ({"账号": "6223-0000-0000"}, "R2 账号：账号应为8到32位数字"),
        ({"账号": "٦٢٢٣٠٠٠٠٠٠٠٠٠١٨٦"}, "R2 账号：账号应为8到32位数字"),
        ({"账号": 6223000000000186}, "R2 账号：单元格是数字格式"),
        ({"账号": ""}, "R2 账号：填了开户银行或户名就要填账号"),
    ],
)
def test_a_fault_names_its_cell(
    changes: dict[str, object], expected: str, upload_of: Callable[..., Upload]
) -> None:
    upload = upload_of(row(**changes))

    assert upload.bad_count == 1
    assert any(said.startswith(expected) for said in sentences(upload)), sentences(upload)


def test_a_cell_that_was_refused_is_not_called_empty_too(upload_of: Callable[..., Upload]) -> None:
    upload = upload_of(row(账号=6223000000000186))

    assert len(sentences(upload)) == 1


def test_a_person_twice_in_the_file_refuses_both_rows(upload_of: Callable[..., Upload]) -> None:
    upload = upload_of(row(1), row(2), row(1, 电话="13900000000"))

    assert (upload.good_count, upload.bad_count) == (1, 2)
    assert "与第4行重复" in sentences(upload, 2)[0]
    assert "与第2行重复" in sentences(upload, 4)[0]


def test_a_person_with_a_live_case_is_refused_by_its_number(
    clerk: Officer, upload_of: Callable[..., Upload]
) -> None:
    known = application(1, identity_number=str(row(1)["身份证号"]))
    applications.accept(known, by=clerk, at=NOON, source="手工录入")

    upload = upload_of(row(1))

    assert "受理号CG-2022-000001" in sentences(upload)[0]


def test_a_person_registered_meanwhile_is_refused_at_the_commit(
    clerk: Officer, upload_of: Callable[..., Upload]
) -> None:
    upload = upload_of(row(1), row(2, 姓名="演示李桂英", 户名=""))
    known = application(1, identity_number=str(row(1)["身份证号"]))
    applications.accept(known, by=clerk, at=NOON, source="手工录入")

    upload = committed(upload, clerk)

    assert (upload.good_count, upload.bad_count) == (1, 1)
    assert "受理号CG-2022-000001" in sentences(upload)[0]
    assert Case.objects.count() == 2
    assert upload.returned_file


def test_harmless_differences_are_put_right_and_shown(upload_of: Callable[..., Upload]) -> None:
    number = identity_numbers.make("530114", date(1971, 3, 12), 3)
    assert number.endswith("X")

    upload = upload_of(
        row(
            姓名="演示 杨秀兰",
            身份证号=number.lower(),
            征地时间="2010.5.1",
            村民小组="第一村民小组",
            账号="6223 0000 0000 0186",
        )
    )

    stored = upload.rows.get()
    assert upload.good_count == 1
    assert {repair["field"]: repair["after"] for repair in stored.repairs} == {
        "姓名": "演示杨秀兰",
        "身份证号": number,
        "征地时间": "2010-05-01",
        "账号": "6223000000000186",
    }


def test_a_strange_place_code_is_a_doubt_and_no_fault(upload_of: Callable[..., Upload]) -> None:
    upload = upload_of(row(身份证号="11010519491231002X", 征地时间="1940-01-01"))

    assert (upload.good_count, upload.hint_count) == (1, 2)
    assert "110105不在已录入的行政区划代码中" in upload.rows.get().hints[0]["sentence"]


def test_a_guardians_account_is_named_as_such(
    clerk: Officer, upload_of: Callable[..., Upload]
) -> None:
    committed(upload_of(row(户名="演示王五（监护人）")), clerk)

    account = BankAccount.objects.get()
    assert (account.holder, account.told_relation) == ("演示王五", "监护人：花名册登记代收")


def test_the_merge_desk_brings_in_original_enrollees_only() -> None:
    merger = holder(Post.MERGE)
    rows = [row(1, 人员类别="原参保人", 参保制度="原办法"), row(2)]
    upload = handed_in("roster", filled(ROSTER.sheet, rows), merger)

    committed(upload, merger)

    assert (upload.good_count, upload.bad_count) == (1, 1)
    assert "只录入原参保人" in sentences(upload, 3)[0]
    assert Case.objects.get().state == CaseState.MERGING


def test_a_second_confirmation_and_a_second_delivery_change_nothing(
    clerk: Officer, upload_of: Callable[..., Upload]
) -> None:
    upload = committed(upload_of(row(1)), clerk)

    committed(upload, clerk)

    assert (Person.objects.count(), Case.objects.count()) == (1, 1)
