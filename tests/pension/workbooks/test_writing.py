"""Exports keep numbers of persons and accounts as text, amounts exact, and run no formula."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pension.workbooks import Column, Kind, Tally, WorkbookError, sheet_title, verify, write
from pension.workbooks.verifying import SHEET_PART
from tests.pension.workbooks.books import ACCOUNT, IDENTITY, ROSTER

COLUMNS = ROSTER.columns
ROW: dict[str, object] = {
    "name": "演示一",
    "identity_number": IDENTITY,
    "taken_date": date(2015, 6, 1),
    "area": Decimal("2.35"),
    "household": 4,
    "amount_fen": 120050,
    "years": (2020, 2021),
    "account": ACCOUNT,
}


def written(*rows: dict[str, object], **how: tuple[str, ...]) -> BytesIO:
    """Return the rows as an exported file."""
    target = BytesIO()
    write(target, "发放名册", COLUMNS, rows, **how)
    target.seek(0)
    return target


def test_identity_and_account_numbers_are_text_cells() -> None:
    worksheet = load_workbook(written(ROW)).worksheets[0]

    for cell, value in ((worksheet["B2"], IDENTITY), (worksheet["I2"], ACCOUNT)):
        assert (cell.value, cell.data_type, cell.number_format) == (value, "s", "@")


def test_amounts_and_days_are_typed_cells() -> None:
    worksheet = load_workbook(written(ROW)).worksheets[0]

    assert (worksheet["G2"].value, worksheet["G2"].number_format) == (1200.5, "#,##0.00")
    assert worksheet["D2"].value.date() == date(2015, 6, 1)
    assert worksheet["H2"].value == "2020、2021"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_what_looks_like_a_formula_is_quoted_text(text: str) -> None:
    cell = load_workbook(written({"name": text})).worksheets[0]["A2"]

    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix


def test_an_innocent_text_after_a_quoted_one_is_not_quoted() -> None:
    worksheet = load_workbook(written({"name": "=1"}, {"name": "演示一"})).worksheets[0]

    assert not worksheet["A3"].quotePrefix


def test_a_control_character_is_refused_and_its_row_named() -> None:
    with pytest.raises(WorkbookError, match="“姓名”：第2行含有不可见的控制字符"):
        written(ROW, {"name": "演示\x07"})


def test_lines_stand_above_the_headings_and_totals_below_the_rows() -> None:
    file = written(
        ROW, ROW, lines=("演示区发放名册", "编制单位：演示"), totals=("amount_fen", "household")
    )

    lines = list(load_workbook(file).worksheets[0].iter_rows(values_only=True))
    assert (lines[0][0], lines[1][0], lines[2][0]) == ("演示区发放名册", "编制单位：演示", "姓名")
    assert (lines[-1][0], lines[-1][5], lines[-1][6]) == ("合计", 8, 2401)


def test_a_sheet_for_the_bank_has_neither_lines_nor_totals() -> None:
    assert load_workbook(written(ROW)).worksheets[0].max_row == 2


def test_headings_are_frozen_and_repeated_in_print() -> None:
    worksheet = load_workbook(written(ROW, lines=("演示区发放名册",))).worksheets[0]

    assert (worksheet.freeze_panes, worksheet.print_title_rows) == ("A3", "$2:$2")
    assert worksheet.page_setup.orientation == "landscape"


@given(st.lists(st.integers(-(10**13), 10**13), max_size=5))
def test_what_was_written_is_counted_and_summed_again(amounts: list[int]) -> None:
    file = BytesIO()

    tally = write(
        file,
        "发放名册",
        COLUMNS,
        [ROW | {"amount_fen": fen} for fen in amounts],
        lines=("演示区发放名册",),
        totals=("amount_fen",),
    )

    file.seek(0)
    assert tally == verify(file, COLUMNS) == Tally(len(amounts), sum(amounts))


def test_a_file_may_be_written_to_a_path(tmp_path: Path) -> None:
    path = tmp_path / "发放名册.xlsx"

    assert write(path, "发放名册", COLUMNS, [ROW]) == verify(path, COLUMNS) == Tally(1, 120050)


def rewritten(file: BytesIO, old: str, new: str) -> BytesIO:
    """Return the file with a piece of its sheet's XML replaced."""
    target = BytesIO()
    with ZipFile(file) as archive, ZipFile(target, "w") as copy:
        for part in archive.namelist():
            content = archive.read(part)
            if part == SHEET_PART:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            copy.writestr(part, content)
    return target


def test_an_identity_number_that_became_a_number_is_noticed() -> None:
    text = f't="inlineStr"><is><t>{IDENTITY}</t></is>'
    file = rewritten(written(ROW), text, f"><v>{IDENTITY}</v>")

    with pytest.raises(WorkbookError, match="B2“身份证号”：没有写成文本格式"):
        verify(file, COLUMNS)


def test_an_amount_that_was_lost_is_noticed() -> None:
    file = rewritten(written(ROW), "<v>1200.50</v>", "")

    assert verify(file, COLUMNS) == Tally(1, 0)


def test_a_file_with_other_headings_is_refused() -> None:
    with pytest.raises(WorkbookError, match="找不到列名"):
        verify(written(ROW), COLUMNS[:-1])


def test_a_file_that_breaks_off_is_noticed() -> None:
    with pytest.raises(WorkbookError, match="写出的文件不完整"):
        verify(rewritten(written(ROW), "</sheetData>", ""), COLUMNS)


@pytest.mark.parametrize(
    "text", ["甲<乙>&丙", " 两端有空格 ", "上\n下", "上\r下", "a\tb", "𬭎赟䶮"]
)
def test_texts_come_back_as_they_were(text: str) -> None:
    assert load_workbook(written({"name": text})).worksheets[0]["A2"].value == text


@pytest.mark.parametrize("text", ["演示\ud800", "演示\uffff", "演示\x85"])
def test_what_no_workbook_can_hold_is_refused(text: str) -> None:
    with pytest.raises(WorkbookError, match="“姓名”：第1行含有不可见的控制字符"):
        written({"name": text})


def test_a_column_may_print_its_values_in_its_own_way() -> None:
    column = Column(header="结果", key="is_paid", write=lambda value: "已发" if value else "未发")
    target = BytesIO()

    write(target, "名册", [column, Column(header="户名", key="name")], [{"is_paid": True}])

    assert load_workbook(target).worksheets[0]["A2"].value == "已发"


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("发放/名册[2022]", "发放 名册 2022"),
        ("'引'", "引"),
        ("", "工作表"),
        ("名" * 40, "名" * 31),
        ("a\x07:b", "a  b"),
    ],
)
def test_titles_of_sheets_are_made_lawful(wanted: str, title: str) -> None:
    assert sheet_title(wanted) == title


def test_kinds_have_words_for_the_guide() -> None:
    assert [kind.label for kind in (Kind.DAY, Kind.MONEY, Kind.IDENTIFIER)] == [
        "日期",
        "金额",
        "号码",
    ]


def test_a_row_is_high_enough_for_a_long_text_of_a_column_that_wraps() -> None:
    columns = [
        Column(header="说明", key="note", width=13, wraps=True),
        Column(header="名", key="n"),
    ]
    target = BytesIO()

    write(target, "明细", columns, [{"note": "短", "n": "长" * 40}, {"note": "字" * 11}, {}])

    heights = load_workbook(target).worksheets[0].row_dimensions
    assert heights[2].height is None
    assert heights[3].height == 44
    assert heights[4].height is None
