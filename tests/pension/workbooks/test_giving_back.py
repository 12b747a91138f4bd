"""The user's own file comes back with what is wrong beside each row."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pension.workbooks import WorkbookError, give_back, read
from tests.pension.workbooks.books import (
    ACCOUNT,
    HEADERS,
    ROSTER,
    book,
    line,
    named,
    repacked,
)


def given_back(file: BytesIO) -> Worksheet:
    """Return the sheet of a file that was read and given back."""
    faults = {row.number: row.faults for row in read(file, ROSTER).rows}
    return load_workbook(BytesIO(give_back(file, ROSTER, faults)))["花名册"]


def test_bad_rows_are_tinted_and_explained_and_good_ones_marked() -> None:
    worksheet = given_back(book(line(), line(name=None, area=-1)))

    assert [cell.value for cell in worksheet["J"]] == [
        "错误说明",
        "可提交",
        "A3“姓名”：必填，不能为空，请补填\nE3“征地前面积（亩）”：“-1”是负数，请填写不小于0的数字",
    ]
    assert worksheet["A3"].fill.fgColor.rgb == "00FCE4D6"
    assert worksheet["A2"].fill.fill_type is None


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

    content = give_back(file, ROSTER, {2: [fault]})

    note = load_workbook(BytesIO(content))["花名册"]["J2"]
    assert (note.data_type, note.value) == ("s", "C2“街道”：=cmd()")


def test_a_file_that_is_no_workbook_is_not_given_back() -> None:
    with pytest.raises(WorkbookError, match="文本文件"):
        give_back(named("姓名,账号".encode()), ROSTER, {})


def test_damage_that_only_shows_while_giving_back_is_said() -> None:
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Target="/xl/missing.xml" Type="http://schemas.openxmlformats.org'
        b'/officeDocument/2006/relationships/comments"/></Relationships>'
    )
    spoiled = repacked(book(line()), {"xl/worksheets/_rels/sheet1.xml.rels": rels})

    assert read(spoiled, ROSTER).is_readable
    with pytest.raises(WorkbookError, match="已损坏"):
        give_back(spoiled, ROSTER, {2: []})
