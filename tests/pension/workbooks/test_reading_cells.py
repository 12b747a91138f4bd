"""Every cell of an uploaded workbook is read, repaired or refused with its place and the cure."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pension.workbooks import Repair, read
from tests.pension.workbooks.books import ACCOUNT, IDENTITY, ROSTER, book, line


def test_a_good_line_becomes_values() -> None:
    result = read(book(line()), ROSTER)

    assert result.is_readable
    assert result.rows[0].is_good
    assert result.rows[0].repairs == []
    assert result.rows[0].values == {
        "name": "演示一",
        "identity_number": IDENTITY,
        "street": "龙城街道",
        "taken_date": date(2015, 6, 1),
        "area": Decimal("2.35"),
        "household": 4,
        "amount_fen": 120050,
        "years": (2020, 2021),
        "account": ACCOUNT,
    }


def test_cells_left_empty_have_the_empty_value_of_their_kind() -> None:
    row = read(book(["演示一", IDENTITY]), ROSTER).rows[0]

    assert row.is_good
    assert (row.values["street"], row.values["amount_fen"], row.values["years"]) == ("", None, ())


@pytest.mark.parametrize(
    ("key", "cell", "typed", "repaired"),
    [
        ("name", "A2", "演示　一 ", "演示一"),
        ("identity_number", "B2", "５３０１２１１９７１０３１２００２５", IDENTITY),
        ("identity_number", "B2", "530121 19710312 0025", IDENTITY),
        ("identity_number", "B2", "11010519491231002x", "11010519491231002X"),
        ("street", "C2", " 龙城街道", "龙城街道"),
        ("taken_date", "D2", "2015.6.1", "2015-06-01"),
        ("taken_date", "D2", "2015年6月1日", "2015-06-01"),
        ("area", "E2", "２.35", "2.35"),
        ("years", "H2", "2020，2021", "2020、2021"),
        ("years", "H2", "2020—2022", "2020、2021、2022"),
        ("taken_date", "D2", "2015—06—01", "2015-06-01"),
        ("taken_date", "D2", "2015/6/1 0:00", "2015-06-01"),
    ],
)
def test_harmless_differences_are_put_right_and_shown(
    key: str, cell: str, typed: str, repaired: str
) -> None:
    row = read(book(line(**{key: typed})), ROSTER).rows[0]

    header = next(column.header for column in ROSTER.columns if column.key == key)
    assert row.is_good
    assert row.repairs == [Repair(cell, header, typed, repaired)]


@pytest.mark.parametrize("typed", ["无", "／", "－", "——", "不详", "NULL", "N/A"])
def test_what_says_that_there_is_nothing_is_read_as_nothing_and_shown(typed: str) -> None:
    row = read(book(line(account=typed)), ROSTER).rows[0]

    assert (row.is_good, row.values["account"]) == (True, "")
    assert row.repairs == [Repair("I2", "账号", typed, "")]


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("area", "1,200.50", Decimal("1200.50")),
        ("area", "3.200", Decimal("3.20")),
        ("household", "4.0", 4),
        ("household", "1,004", 1004),
    ],
)
def test_numbers_may_be_grouped_and_end_in_zeros(key: str, typed: str, value: object) -> None:
    assert read(book(line(**{key: typed})), ROSTER).rows[0].values[key] == value


@pytest.mark.parametrize("day", [date(2015, 6, 1), datetime.combine(date(2015, 6, 1), time())])
def test_a_date_cell_is_a_day(day: date) -> None:
    assert read(book(line(taken_date=day)), ROSTER).rows[0].values["taken_date"] == date(2015, 6, 1)


@pytest.mark.parametrize(
    ("typed", "fen"), [("1,234.5", 123450), (0.1 + 0.2, 30), (1234.56, 123456), (0, 0)]
)
def test_amounts_become_whole_fen(typed: object, fen: int) -> None:
    assert read(book(line(amount_fen=typed)), ROSTER).rows[0].values["amount_fen"] == fen


@pytest.mark.parametrize(
    ("key", "value", "cell", "reason"),
    [
        ("name", None, "A2", "必填"),
        ("name", "  ", "A2", "必填"),
        ("name", "演" * 201, "A2", "201个字符，最多200个"),
        ("name", "演示_x0007_", "A2", "控制字符"),
        ("name", True, "A2", "逻辑值"),
        ("name", date(2015, 3, 2), "A2", "识别成了日期"),
        ("name", 123456789012, "A2", "数字格式"),
        ("name", 2010.5, "A2", "小数末尾的0可能丢失"),
        ("name", "#N/A", "A2", "错误值#N/A"),
        ("name", "=HYPERLINK(1)", "A2", "公式"),
        ("name", time(12, 30), "A2", "时间格式"),
        ("identity_number", 530121197103120025, "B2", "只保留15位"),
        ("identity_number", "530121197103120026", "B2", "校验位不符"),
        ("identity_number", "=B1", "B2", "公式"),
        ("account", 6223000000000000186, "I2", "只保留15位"),
        ("account", 62230000, "I2", "只保留15位"),
        ("street", "乌龙街道", "C2", "请填写“龙城街道”、“斗南街道”之一"),
        ("taken_date", "2015.2.30", "D2", "日历上没有2015年2月30日"),
        ("taken_date", "去年", "D2", "不是完整的日期"),
        ("taken_date", 42156, "D2", "是数字，不是日期"),
        ("taken_date", datetime.fromisoformat("2015-06-01T08:30"), "D2", "带有时间"),
        ("area", -1, "E2", "负数"),
        ("area", "-0.5", "E2", "负数"),
        ("area", 1.234, "E2", "最多保留2位小数"),
        ("area", 1e308, "E2", "位数过多"),
        ("area", "3亩", "E2", "不是数字"),
        ("area", "NaN", "E2", "不是数字"),
        ("household", 2.5, "F2", "应为整数"),
        ("household", 10**9, "F2", "过大"),
        ("amount_fen", -0.01, "G2", "负数"),
        ("amount_fen", "1.005", "G2", "小数超过两位"),
        ("amount_fen", date(2015, 3, 2), "G2", "识别成了日期"),
        ("years", "2020、2020", "H2", "2020年度重复"),
        ("name", "/", "A2", "不是实际的内容"),
        ("area", "无", "E2", "不是数字"),
        ("area", "32,00", "E2", "不是数字"),
        ("amount_fen", "无", "G2", "不是金额"),
        ("household", "四", "F2", "不是数字"),
        ("taken_date", "2015-06-01 08:30", "D2", "“2015-06-01 08:30”不是完整的日期"),
    ],
)
def test_what_is_wrong_is_named_by_sheet_cell_field_and_reason(
    key: str, value: object, cell: str, reason: str
) -> None:
    row = read(book(line(**{key: value})), ROSTER).rows[0]

    (fault,) = row.faults
    header = next(column.header for column in ROSTER.columns if column.key == key)
    assert (fault.sheet, fault.cell, fault.field) == ("花名册", cell, header)
    assert reason in fault.sentence
    assert str(fault).startswith(f"花名册 {cell}“{header}”：")
    assert key not in row.values


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "#,##0,", "0!.0,", "0!.0,万"])
def test_a_number_that_shows_as_another_is_refused(number_format: str) -> None:
    def dress(worksheet: Worksheet) -> None:
        worksheet["E2"].number_format = number_format

    (fault,) = read(book(line(), change=dress), ROSTER).rows[0].faults

    assert (fault.cell, "百分比或千、万" in fault.sentence) == ("E2", True)


@pytest.mark.parametrize("number_format", ["General", "#,##0.00", "￥#,##0.00_);[Red]-#,##0.00"])
def test_a_number_in_a_format_of_amounts_is_read(number_format: str) -> None:
    def dress(worksheet: Worksheet) -> None:
        worksheet["G2"].number_format = number_format

    assert read(book(line(), change=dress), ROSTER).rows[0].values["amount_fen"] == 120050


def test_an_eight_digit_number_is_read_as_a_day_and_shown() -> None:
    row = read(book(line(taken_date=20150601)), ROSTER).rows[0]

    assert row.values["taken_date"] == date(2015, 6, 1)
    assert row.repairs == [Repair("D2", "征地时间", "20150601", "2015-06-01")]


def test_every_fault_of_a_row_is_named_and_the_other_rows_stay_good() -> None:
    result = read(book(line(), line(name=None, area=-1), line()), ROSTER)

    assert [row.number for row in result.rows] == [2, 3, 4]
    assert [[fault.cell for fault in row.faults] for row in result.rows] == [[], ["A3", "E3"], []]


def test_merged_cells_are_refused_in_every_row_that_they_touch() -> None:
    def merge(worksheet: Worksheet) -> None:
        worksheet.merge_cells("C2:C3")

    rows = read(book(line(), line(), line(), change=merge), ROSTER).rows

    assert [[fault.cell for fault in row.faults] for row in rows] == [["C2"], ["C3"], []]
    assert "取消合并" in rows[0].faults[0].sentence


def test_blank_lines_are_left_out_and_numbers_stay_those_of_the_sheet() -> None:
    rows = read(book(line(), [], ["  "], line()), ROSTER).rows

    assert [row.number for row in rows] == [2, 5]


def test_a_fault_found_elsewhere_is_placed_in_the_row() -> None:
    row = read(book(line(), line()), ROSTER).rows[1]

    assert str(row.fault("identity_number", "与第2行重复，请删除其中一行")) == (
        "花名册 B3“身份证号”：与第2行重复，请删除其中一行"
    )


def test_values_survive_being_kept_as_text() -> None:
    values = read(book(line()), ROSTER).rows[0].values

    assert ROSTER.values(ROSTER.texts(values)) == values
