"""A file of the wrong shape, or a hostile one, is refused as a whole with the cure."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.worksheet.worksheet import Worksheet

from pension.workbooks import Limits, iterate, read, template
from tests.pension.workbooks.books import (
    HEADERS,
    ROSTER,
    book,
    line,
    named,
    part,
    repacked,
    saved,
)

SHEET_PART = "xl/worksheets/sheet1.xml"
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BOMB = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


ORDINARY = Limits()


def only_sentence(file: BytesIO, limits: Limits = ORDINARY) -> str:
    """Return the one reason for which a file as a whole is refused."""
    result = read(file, ROSTER, limits=limits)
    assert result.rows == []
    (fault,) = result.faults
    return str(fault)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "是空文件"),
        (COMPOUND_FILE, "旧版Excel格式（.xls）"),
        (COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le"), "设有打开密码"),
        ("姓名,身份证号\n演示一,1\n".encode(), "是文本文件（如CSV）"),
        ("姓名,身份证号\n演示一,1\n".encode("gb18030"), "是文本文件（如CSV）"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "是网页表格"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不是Excel工作簿"),
        (b"PK\x03\x04 torn", "已损坏"),
    ],
)
def test_what_is_no_workbook_is_named_for_what_it_is(content: bytes, reason: str) -> None:
    sentence = only_sentence(named(content))

    assert sentence.startswith("文件“名册.xlsx”")
    assert reason in sentence


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        ({"xl/vbaProject.bin": b"\x00"}, "含有宏"),
        ({"xl/workbook.bin": b"\x00"}, ".xlsb"),
        ({"xl/styles.xml": b"<broken"}, "已损坏"),
        ({"xl/workbook.xml": b"<workbook/>"}, "已损坏"),
        ({SHEET_PART: b"<worksheet><sheetData><row r='1'>"}, "已损坏"),
        ({SHEET_PART: BOMB}, "已损坏"),
        ({"xl/styles.xml": BOMB}, "已损坏"),
    ],
)
def test_a_package_with_a_bad_part_is_refused(added: dict[str, bytes], reason: str) -> None:
    assert reason in only_sentence(repacked(book(line()), added))


def test_a_zip_that_holds_no_workbook_is_refused() -> None:
    document = repacked(named(template(ROSTER)), {})
    content = document.getvalue().replace(b"[Content_Types].xml", b"[Kontent_Types].xml")

    assert "不是Excel工作簿" in only_sentence(named(content))


def test_a_damaged_byte_inside_is_noticed() -> None:
    content = bytearray(book(*[line()] * 50).getvalue())
    content[len(content) // 2] ^= 0xFF

    assert "已损坏" in only_sentence(named(bytes(content)))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repacked(book(line()), {"xl/media/image1.png": bytes(20 * 1024 * 1024)})

    assert len(bomb.getvalue()) < 100_000
    assert "解压后过大" in only_sentence(bomb)


def test_sheets_that_unpack_too_large_together_are_refused() -> None:
    assert "解压后过大" in only_sentence(book(line()), Limits(unpacked_bytes=1_000))


def test_a_file_of_too_many_bytes_is_refused() -> None:
    file = named(bytes(3 * 1024 * 1024))

    assert "超过2MB" in only_sentence(file, Limits(file_bytes=2 * 1024 * 1024))


def test_more_rows_than_allowed_are_refused_and_just_as_many_are_read() -> None:
    limits = Limits(rows=3)

    assert len(read(book(*[line()] * 3), ROSTER, limits=limits).rows) == 3
    assert "超过3行" in only_sentence(book(*[line()] * 4), limits)


def test_a_row_number_beyond_all_sheets_does_not_hang_the_reader() -> None:
    file = book(line())
    far = part(file, SHEET_PART).replace(b'<row r="2"', b'<row r="9999999999"')

    assert "数据超过" in only_sentence(repacked(file, {SHEET_PART: far}))


def test_too_many_merged_cells_are_refused() -> None:
    def merge(worksheet: Worksheet) -> None:
        for row_number in range(2, 14):
            worksheet.merge_cells(
                start_row=row_number, end_row=row_number, start_column=3, end_column=4
            )

    assert "合并单元格超过10处" in only_sentence(
        book(line(), change=merge), Limits(merged_ranges=10)
    )


def test_a_missing_sheet_is_named_with_those_that_are_there() -> None:
    sentence = only_sentence(book(line(), title="Sheet1"))

    assert "没有工作表“花名册”" in sentence
    assert "“Sheet1”" in sentence


def test_a_sheet_is_found_whatever_spaces_its_title_has() -> None:
    assert read(book(line(), title=" 花名册 "), ROSTER).is_readable


def test_a_chart_that_bears_the_title_of_the_sheet_is_no_sheet() -> None:
    workbook = Workbook()
    workbook.create_chartsheet("花名册").add_chart(BarChart())

    assert "没有工作表“花名册”" in only_sentence(saved(workbook))


@pytest.mark.parametrize("lines", [[], [[]], [["  ", None]]])
def test_a_sheet_without_rows_is_refused(lines: list[list[object]]) -> None:
    assert "没有数据" in only_sentence(book(*lines))


def test_a_sheet_without_headings_is_refused() -> None:
    assert "找不到“姓名”、“身份证号”、“街道”等列名" in only_sentence(
        book(line(), headers=["一", "二"])
    )


def test_missing_unknown_and_repeated_headings_are_all_named() -> None:
    headers = [*HEADERS[:-1], "账 户", "备注", "姓名"]

    faults = [str(fault) for fault in read(book(line(), headers=headers), ROSTER).faults]

    assert faults == [
        "花名册“账号”：缺少这一列，请照模板补上列名（选填的列可以留空）",
        "花名册 I1“账户”：模板中没有这一列，请删除这一列",
        "花名册 J1“备注”：模板中没有这一列，请删除这一列",
        "花名册 K1“姓名”：这一列与A1重复，请只保留其中一列",
    ]


def test_a_misspelt_heading_is_told_the_right_one() -> None:
    headers = ["姓名", "身份证号码", *HEADERS[2:]]

    sentences = [fault.sentence for fault in read(book(line(), headers=headers), ROSTER).faults]

    assert "模板中没有这一列，请改为“身份证号”" in sentences


def test_headings_may_have_spaces_line_breaks_asterisks_and_another_order() -> None:
    order = [8, 1, 0, 2, 3, 4, 5, 6, 7]
    headers = ["账 号", "身份证\n号*", "姓  名＊", *HEADERS[2:4], "征地前面积(亩)", *HEADERS[5:8]]

    result = read(book([line()[index] for index in order], headers=headers), ROSTER)

    assert result.faults == []
    assert result.rows[0].values["name"] == "演示一"


def test_a_title_above_the_headings_and_serial_numbers_beside_them_may_stay() -> None:
    def add_title(worksheet: Worksheet) -> None:
        worksheet.insert_rows(1)
        worksheet["A1"] = "演示社区花名册"
        worksheet.merge_cells("A1:J1")

    file = book([1, *line()], headers=["序号", *HEADERS], change=add_title)

    (row,) = read(file, ROSTER).rows
    assert (row.number, row.is_good, row.values["name"]) == (3, True, "演示一")


def test_wrong_dimensions_do_not_hide_rows() -> None:
    file = book(line(), line())
    lied = part(file, SHEET_PART).replace(b'<dimension ref="A1:I3"', b'<dimension ref="A1"')

    assert b'ref="A1"' in lied
    assert len(read(repacked(file, {SHEET_PART: lied}), ROSTER).rows) == 2


def test_rows_come_one_by_one_before_the_file_is_read_whole() -> None:
    rows = iterate(book(*[line()] * 20), ROSTER, limits=Limits(rows=10))

    assert next(rows).number == 2


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        told.append((done, total))

    read(book(*[line()] * 1_200), ROSTER, progress=note)

    assert told == [(500, 1_200), (1_000, 1_200), (1_200, 1_200)]


@pytest.mark.parametrize("make", [lambda: named(template(ROSTER)), lambda: book()])
def test_the_empty_template_has_the_right_shape_and_no_rows(make: Callable[[], BytesIO]) -> None:
    assert "没有数据" in only_sentence(make())


def test_rows_above_the_headings_are_not_lost_in_silence() -> None:
    def sort_with_headings(worksheet: Worksheet) -> None:
        worksheet.insert_rows(1)
        for place, value in enumerate(line(), 1):
            worksheet.cell(1, place, value)

    sentence = only_sentence(book(line(), change=sort_with_headings))

    assert sentence.startswith("花名册 第1行：列名上面有数据")


def test_a_second_sheet_with_rows_is_not_lost_in_silence() -> None:
    def copy(worksheet: Worksheet) -> None:
        second = (worksheet.parent or Workbook()).create_sheet("花名册(2)")
        second.append(HEADERS)
        second.append(line())

    sentence = only_sentence(book(line(), change=copy))

    assert sentence.startswith("花名册(2)：也填了花名册的内容，一个文件只能有一张")


def test_a_second_sheet_without_rows_may_stay() -> None:
    def copy(worksheet: Worksheet) -> None:
        (worksheet.parent or Workbook()).create_sheet("花名册(2)").append(HEADERS)

    assert len(read(book(line(), change=copy), ROSTER).rows) == 1


@pytest.mark.parametrize("number", [b"2", b"1"])
def test_a_row_whose_number_does_not_rise_is_not_passed_over(number: bytes) -> None:
    file = book(line(), line())
    muddled = part(file, SHEET_PART).replace(b'<row r="3"', b'<row r="%s"' % number)

    assert "已损坏" in only_sentence(repacked(file, {SHEET_PART: muddled}))


def test_hidden_rows_are_read_and_known_as_such() -> None:
    def hide(worksheet: Worksheet) -> None:
        worksheet.row_dimensions[3].hidden = True

    rows = read(book(line(), line(), line(), change=hide), ROSTER).rows

    assert [row.is_hidden for row in rows] == [False, True, False]
