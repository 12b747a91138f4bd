"""The command that checks worked examples, and what it says of a table that isn't right."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

GIVEN = Path(__file__).parents[1] / "cases" / "subsidies.csv"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A copy of the given examples, to be spoilt."""
    copy = tmp_path / "算例.csv"
    copy.write_text(GIVEN.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def spoil(table: Path, column: str, text: str, *, row: int = 0) -> None:
    """Write another text into one cell."""
    with table.open(encoding="utf-8", newline="") as lines:
        heading, *rows = csv.reader(lines)
    if column not in heading:
        heading.append(column)
        rows = [[*cells, ""] for cells in rows]
    rows[row][heading.index(column)] = text
    with table.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([heading, *rows])


def test_the_given_examples_pass_without_a_database(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("check_examples", str(GIVEN))

    assert capsys.readouterr().out == "14 passed, 0 failed\n"


def test_every_deviation_is_named(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(table, "期望差额补足", "5400.01")
    spoil(table, "期望剩余年数", "1")
    spoil(table, "期望不予补助原因", "未参保;身份未确认")

    with pytest.raises(SystemExit) as ended:
        call_command("check_examples", str(table))

    assert ended.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        "第2行 算例「原参保人并轨居民补差」：列「期望差额补足」应为 5400.01，实为 5400.00",
        "第2行 算例「原参保人并轨居民补差」：列「期望剩余年数」应为 1，实为 0",
        "第2行 算例「原参保人并轨居民补差」：列「期望不予补助原因」应为 未参保;身份未确认，实为 无",
        "13 passed, 1 failed",
    ]


def test_a_missing_parameter_is_named_beside_the_deviation(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(table, "期望财政补助", "1824.00", row=13)

    with pytest.raises(SystemExit):
        call_command("check_examples", str(table))

    assert "实为 未计算（2013年个人缴费补助比例未录入）" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        ("", "2", "“2”所在的列没有列名，请补上列名或删去"),
        (
            "参数",
            "minimum_wage=16",
            "列「参数」：不认识的参数“minimum_wage”，可写：drawing_resident",
        ),
        ("参数", "yearly_subsidy=2000", "列「参数」：不认识的参数“yearly_subsidy”"),
        ("参数", "first_year", "列「参数」：参数“first_year”没有写值"),
        ("参数", "first_year=2020|first_year=2021", "列「参数」：参数“first_year”重复"),
        ("参数", "first_year=二〇二〇", "列「参数」：补助起算年度：“二〇二〇”不是整数"),
        (
            "参数",
            "drawing_resident=half",
            "列「参数」：领取居民养老金人员补助办法：“half”不在可选值",
        ),
        ("参数", "ramp=0.80", "列「参数」：补助比例“0.80”请写成"),
        ("参数", "ramp=2021-13:0.80", "列「参数」：2021年13月不存在"),
        ("参数", "ramp=2021-01:80", "列「参数」：个人缴费补助比例：比例“80”大于1"),
        ("参数", "ramp=2021-01:0.8,2021-01:0.9", "列「参数」：补助比例的起始月2021-01重复"),
        ("人员类别", "老参保人", "列「人员类别」：“老参保人”不在可选值之中"),
        ("出生日期", "1968-02-30", "列「出生日期」：日历上没有1968年2月30日"),
        ("已享受政府补贴", "9600.005", "列「已享受政府补贴」：金额“9600.005”的小数超过两位"),
        ("已享受政府补贴", "-1.00", "列「已享受政府补贴」：金额“-1.00”是负数"),
        ("已补助年数", "1.5", "列「已补助年数」：“1.5”不是整数"),
        ("缴费年度", "2020,2021", "列「缴费年度」：“2020,2021”不是年度"),
        ("征地时在校", "在校", "列「征地时在校」：“在校”请填写是或否"),
        ("原办法缴费月数", "9999", "列「原办法缴费月数」：缴费月数9999过大"),
        ("期望不予补助原因", "没钱", "列「期望不予补助原因」：不认识的原因“没钱”，可写：未参保、"),
        ("期望不予补助原因", "无;未参保", "列「期望不予补助原因」：不认识的原因“无”"),
        ("期望年度补助", "无", "列「期望年度补助」：“无”不是金额"),
    ],
)
def test_a_cell_that_cannot_be_read_fails_its_row_alone(
    table: Path, capsys: pytest.CaptureFixture[str], column: str, text: str, sentence: str
) -> None:
    spoil(table, column, text)

    with pytest.raises(SystemExit):
        call_command("check_examples", str(table))

    said, total = capsys.readouterr().out.splitlines()
    assert said.startswith(f"第2行 算例「原参保人并轨居民补差」：{sentence}")
    assert total == "13 passed, 1 failed"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("人员类别", " 现有被征地人员\u200b"),
        ("出生日期", "1979.3.2"),
        ("基准日期", "２０２４年１２月３１日"),
        ("已享受政府补贴", "￥0"),
        ("缴费年度", "２０２４；2020; 2022 ;2021;2023;2020;"),
        ("参数", " first_year = 2020 ｜ minimum_age=16 |"),
        ("期望年度补助", "5,000"),
        ("期望剩余年数", "１０"),
        ("期望不予补助原因", " 无 "),
    ],
)
def test_harmless_spellings_are_understood(
    table: Path, capsys: pytest.CaptureFixture[str], column: str, text: str
) -> None:
    spoil(table, column, text, row=5)

    call_command("check_examples", str(table))

    assert capsys.readouterr().out == "14 passed, 0 failed\n"


def test_a_column_that_the_format_does_not_know_is_named_and_passed_over(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(table, "备注", "子女2人")

    call_command("check_examples", str(table))

    assert capsys.readouterr().out.splitlines() == [
        "第1行（标题行）：不认识的列「备注」，没有参加核对",
        "14 passed, 0 failed",
    ]


def test_months_beyond_the_calendar_fail_their_row_alone(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(table, "原办法缴费起始月", "9999-06", row=10)

    with pytest.raises(SystemExit):
        call_command("check_examples", str(table))

    said, total = capsys.readouterr().out.splitlines()
    assert said.endswith("从9999年6月起的12个月超出日历，请核对起始月和月数")
    assert total == "13 passed, 1 failed"


def test_empty_cells_behind_the_last_column_do_no_harm(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading, *rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([heading, *(f"{row},, " for row in rows)]), encoding="utf-8")

    call_command("check_examples", str(table))

    assert capsys.readouterr().out == "14 passed, 0 failed\n"


def test_a_row_with_too_few_cells_is_named(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(table.read_text(encoding="utf-8") + "缺格,推断,原参保人\n", encoding="utf-8")

    with pytest.raises(SystemExit):
        call_command("check_examples", str(table))

    assert "第16行 算例「缺格」：有3个单元格，标题行有27列" in capsys.readouterr().out


def test_the_mark_that_excel_writes_and_blank_lines_do_no_harm(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = table.read_text(encoding="utf-8")
    table.write_text(f"\ufeff{text}\n\n, ,　,\n", encoding="utf-8")

    call_command("check_examples", str(table))

    assert capsys.readouterr().out == "14 passed, 0 failed\n"


def test_absent_columns_are_named(table: Path) -> None:
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("期望退补", "退补").replace("领取待遇", "待遇"), encoding="utf-8")

    with pytest.raises(CommandError, match=r"第1行（标题行）缺少列：领取待遇、期望退补"):
        call_command("check_examples", str(table))


def test_a_table_without_any_known_column_is_refused_with_the_cure(table: Path) -> None:
    table.write_text(table.read_text(encoding="utf-8").replace(",", "\t"), encoding="utf-8")

    with pytest.raises(CommandError, match="第1行不是算例的标题行，请写上列名，并用英文逗号分隔"):
        call_command("check_examples", str(table))


def test_a_column_written_twice_is_named(table: Path) -> None:
    heading, _, rest = table.read_text(encoding="utf-8").partition("\n")
    table.write_text(f"{heading},参数\n{rest}", encoding="utf-8")

    with pytest.raises(CommandError, match="列名重复：参数"):
        call_command("check_examples", str(table))


def test_a_table_without_examples_is_refused(table: Path) -> None:
    table.write_text(table.read_text(encoding="utf-8").partition("\n")[0], encoding="utf-8")

    with pytest.raises(CommandError, match="文件中没有算例"):
        call_command("check_examples", str(table))


def test_another_encoding_is_refused_with_the_cure(table: Path) -> None:
    table.write_bytes(table.read_text(encoding="utf-8").encode("gbk", errors="replace"))

    with pytest.raises(CommandError, match="不是UTF-8编码，请另存为“CSV UTF-8”"):
        call_command("check_examples", str(table))


def test_an_open_quotation_mark_is_refused_by_its_line(table: Path) -> None:
    table.write_text(table.read_text(encoding="utf-8") + '"没有结束', encoding="utf-8")

    with pytest.raises(CommandError, match="不是完整的CSV"):
        call_command("check_examples", str(table))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"没有\.csv：无法读取"):
        call_command("check_examples", str(tmp_path / "没有.csv"))
