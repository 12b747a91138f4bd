"""The user's own file comes back with what is wrong beside each row."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pension.workbooks import Fault, WorkbookError, give_back, read
from tests.pension.workbooks.books import (
    ACCOUNT,
    HEADERS,
    ROSTER,
    book,
    line,
    named,
    part,
    repacked,
)

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"


def given_back(file: BytesIO) -> Worksheet:
    """Return the sheet of a file that was read and given back."""
    faults = [(row.number, row.faults) for row in read(file, ROSTER).rows]
    return load_workbook(noted(file, faults))["花名册"]


def noted(file: BytesIO, faults: Sequence[tuple[int, Sequence[Fault]]]) -> BytesIO:
    """Return a file with these faults beside its rows."""
    target = BytesIO()
    give_back(file, target, ROSTER, faults)
    return named(target.getvalue())


def test_bad_rows_are_tinted_and_explained_and_good_ones_marked() -> None:
    worksheet = given_back(book(line(), line(name=None, area=-1)))

    assert [cell.value for cell in worksheet["J"]] == [
        "错误说明",
        "可提交",
        "A3“姓名”：必填，不能为空，请补填\nE3“征地前面积（亩）”：“-1”是负数，请填写不小于0的数字",
    ]
    tint, *_ = worksheet.conditional_formatting
    assert str(tint.sqref) == "A2:J3"
    assert tint.rules[0].formula == ['AND(LEN($J2)>0,$J2<>"可提交")']
    assert tint.rules[0].dxf.fill.bgColor.rgb == "FFFCE4D6"
    assert (worksheet["J3"].alignment.wrap_text, worksheet.row_dimensions[3].height) == (True, 49)


def test_what_the_user_wrote_stays_and_formulas_are_not_worked_out() -> None:
    def dress(worksheet: Worksheet) -> None:
        worksheet["A2"].font = Font(name="楷体", size=14)
        worksheet["A1"].comment = None
        worksheet.column_dimensions["A"].width = 33
        worksheet["L2"] = "=SUM(E2:F2)"

    worksheet = given_back(book(line(identity_number="=1+1"), change=dress))

    assert worksheet["B2"].value == "=1+1"
    assert worksheet["L2"].value == "=SUM(E2:F2)"
    assert worksheet["I2"].value == ACCOUNT
    assert worksheet["A2"].font.name == "楷体"
    assert worksheet.column_dimensions["A"].width == 33
    assert worksheet["J1"].value == "错误说明"


def test_a_column_that_holds_something_is_not_written_over() -> None:
    def scribble(worksheet: Worksheet) -> None:
        worksheet["J2"] = "我的备注"

    worksheet = given_back(book(line(), change=scribble))

    assert (worksheet["J2"].value, worksheet["K1"].value) == ("我的备注", "错误说明")


def test_a_file_put_right_is_uploaded_again_and_its_notes_written_over() -> None:
    first = given_back(book(line(area=-1)))
    first["E2"].value = 2.5
    again = BytesIO()
    first.parent.save(again)

    worksheet = given_back(named(again.getvalue()))

    assert [cell.value for cell in worksheet[1]] == [*HEADERS, "错误说明"]
    assert worksheet["J2"].value == "可提交"


def test_rows_that_were_not_read_get_no_mark() -> None:
    worksheet = given_back(book(line(), [], line()))

    assert worksheet["J3"].value is None


def test_notes_are_text_even_when_they_quote_a_formula() -> None:
    file = book(line(street="=1+1"))
    fault = read(file, ROSTER).rows[0].fault("street", "=cmd()")

    note = load_workbook(noted(file, [(2, [fault])]))["花名册"]["J2"]
    assert (note.data_type, note.value) == ("s", "C2“街道”：=cmd()")


def test_a_file_that_is_no_workbook_is_not_given_back() -> None:
    with pytest.raises(WorkbookError, match="文本文件"):
        noted(named("姓名,账号".encode()), [])


def test_what_openpyxl_would_lose_stays_byte_by_byte() -> None:
    file = repacked(book(line()), {"xl/media/seal.bin": b"a picture", "docProps/odd.xml": b"<o/>"})

    returned = noted(file, [(2, [])])

    assert part(returned, "xl/media/seal.bin") == b"a picture"
    assert part(returned, "docProps/odd.xml") == b"<o/>"
    assert part(returned, "xl/workbook.xml") == part(file, "xl/workbook.xml")


def test_the_note_gets_its_width_out_of_columns_described_together() -> None:
    file = book(line())
    columns = b'<cols><col min="1" max="16384" width="12" customWidth="1"/></cols><sheetData>'
    wide = part(file, SHEET).replace(b"<sheetData>", columns)

    returned = noted(repacked(file, {SHEET: wide}), [(2, [])])

    assert re.findall(rb'<col min="(\d+)" max="(\d+)" width="(\d+)"', part(returned, SHEET)) == [
        (b"1", b"9", b"12"),
        (b"10", b"10", b"64"),
        (b"11", b"16384", b"12"),
    ]


def test_a_sheet_with_prefixes_and_without_references_is_noted_too() -> None:
    file = book(line())
    plain = re.sub(rb'<(c|row) r="\w+"', rb"<\1", part(file, SHEET))
    prefixed = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", plain).replace(b"xmlns=", b"xmlns:x=")
    spoiled = repacked(file, {SHEET: prefixed})

    worksheet = load_workbook(noted(spoiled, [(2, [])]))["花名册"]

    assert read(spoiled, ROSTER).rows[0].is_good
    assert (worksheet["J1"].value, worksheet["J2"].value) == ("错误说明", "可提交")


def test_an_empty_row_of_merged_cells_is_noted() -> None:
    def merge(worksheet: Worksheet) -> None:
        worksheet.merge_cells("A2:A3")

    file = book(line(), change=merge)
    empty = re.sub(rb'<row r="3".*?</row>', b'<row r="3" spans="1:9"/>', part(file, SHEET))

    worksheet = given_back(repacked(file, {SHEET: empty}))

    assert "取消合并" in str(worksheet["J3"].value)


@pytest.mark.parametrize(
    "tints", [b"", b"<dxfs/>", b'<dxfs count="1"><dxf><font><b/></font></dxf></dxfs>']
)
def test_tints_are_added_to_whatever_the_stylesheet_has(tints: bytes) -> None:
    file = book(line(area=-1))
    styles = re.sub(rb"<dxfs.*?/>|<dxfs.*?</dxfs>", b"", part(file, STYLES))
    styles = styles.replace(b"<tableStyles", tints + b"<tableStyles")
    assert tints in styles

    worksheet = given_back(repacked(file, {STYLES: styles}))

    (rules, *_) = worksheet.conditional_formatting
    assert rules.rules[0].dxf.fill.bgColor.rgb == "FFFCE4D6"


def test_rules_of_the_user_stay_behind_the_sheet_s_other_parts() -> None:
    def rule(worksheet: Worksheet) -> None:
        worksheet.conditional_formatting.add("E2:E9", CellIsRule("lessThan", ["1"], font=Font()))
        worksheet.merge_cells("C8:D8")
        worksheet.auto_filter.ref = "A1:I2"

    worksheet = given_back(book(line(), change=rule))

    assert {str(found.sqref) for found in worksheet.conditional_formatting} >= {"A2:J8", "E2:E9"}
    assert worksheet.auto_filter.ref == "A1:I2"


def test_a_row_longer_than_a_block_of_bytes_is_noted_whole() -> None:
    long = "演示" * 20_000
    worksheet = given_back(book(line(), line(name=long), line()))

    assert [worksheet.cell(row, 10).value for row in (2, 4)] == ["可提交", "可提交"]
    assert "内容有32767个字符" in str(worksheet["J3"].value)


def test_a_sheet_without_a_free_column_is_said_to_have_none() -> None:
    def fill(worksheet: Worksheet) -> None:
        for column in range(10, 201):
            worksheet.cell(2, column, "备注")

    with pytest.raises(WorkbookError, match="没有空列"):
        given_back(book(line(), change=fill))


def test_a_full_disk_is_no_damage_of_the_file() -> None:
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="space"):
        give_back(book(line()), full, ROSTER, [(2, [])])
