"""The template holds what reading wants, and explains it."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from pension.workbooks import Column, Sheet, read, template
from tests.pension.workbooks.books import GOOD_LINE, HEADERS, ROSTER, saved


@pytest.fixture
def book() -> Workbook:
    """Return the roster's template, opened."""
    return load_workbook(BytesIO(template(ROSTER)))


def test_headings_stand_in_a_frozen_row_and_required_ones_bear_an_asterisk(book: Workbook) -> None:
    worksheet = book["花名册"]

    assert [cell.value for cell in worksheet[1]] == ["姓名*", "身份证号*", *HEADERS[2:]]
    assert worksheet.freeze_panes == "A2"


@pytest.mark.parametrize("letter", ["B", "I"])
def test_identity_and_account_columns_are_text(book: Workbook, letter: str) -> None:
    worksheet = book["花名册"]

    assert worksheet.column_dimensions[letter].number_format == "@"
    assert worksheet[f"{letter}2"].number_format == "@"


def test_choices_drop_down_from_a_hidden_sheet(book: Workbook) -> None:
    lists = [
        validation
        for validation in book["花名册"].data_validations.dataValidation
        if validation.type == "list"
    ]

    assert [(str(entry.sqref), entry.formula1) for entry in lists] == [
        ("C2:C100001", "'选项'!$A$2:$A$3")
    ]
    assert [cell.value for cell in book["选项"]["A"]] == ["街道", "龙城街道", "斗南街道"]
    assert book["选项"].sheet_state == "hidden"


def test_every_column_is_explained_with_mark_and_example(book: Workbook) -> None:
    lines = list(book["填写说明"].iter_rows(values_only=True))

    assert ("一人一行。", None, None, None, None) in lines
    explained = {explanation[0]: explanation for explanation in lines}
    assert set(HEADERS) <= set(explained)
    assert explained["姓名"] == ("姓名", "必填*", "文字", None, "演示一")
    assert explained["身份证号"][3] == "18位，与身份证一致。 文本格式，不要用数字格式。"


def test_every_sheet_prints_on_landscape_a4_with_its_heading_repeated(book: Workbook) -> None:
    worksheet = book["花名册"]

    assert (worksheet.page_setup.orientation, worksheet.page_setup.paperSize) == ("landscape", 9)
    assert (worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight) == (1, 0)
    assert worksheet.print_title_rows == "$1:$1"


def test_a_filled_in_template_is_read(book: Workbook) -> None:
    for place, value in enumerate(GOOD_LINE, 1):
        book["花名册"].cell(2, place).value = value

    (row,) = read(saved(book), ROSTER).rows
    assert row.is_good


def test_one_file_may_hold_several_sheets_to_fill_in() -> None:
    other = Sheet("期初余额", (Column(header="身份证号", key="identity_number"),))

    book = load_workbook(BytesIO(template(ROSTER, other)))

    assert book.sheetnames == ["花名册", "期初余额", "填写说明", "选项"]


@pytest.mark.parametrize(
    "twin", [Column(header="姓名", key="other"), Column(header="别名", key="name")]
)
def test_two_columns_of_one_name_make_no_sheet(twin: Column) -> None:
    with pytest.raises(ValueError, match="named twice"):
        Sheet("花名册", (Column(header="姓名", key="name"), twin))
