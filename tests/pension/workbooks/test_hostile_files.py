"""Files made to mislead, to read what isn't theirs, to use up the machine: each gets a sentence."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pension.workbooks import Limits, read
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
from tests.pension.workbooks.spoiling import (
    RELATIONS,
    SHEET,
    STRINGS,
    WORKBOOK,
    first,
    refused,
    spoiled,
    with_cell,
    with_texts,
)

READS_A_FILE = b'<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("declared", [READS_A_FILE, LAUGHS])
@pytest.mark.parametrize("name", [SHEET, STRINGS, WORKBOOK, RELATIONS])
def test_no_part_may_declare_entities(name: str, declared: bytes) -> None:
    file = with_texts("<si><t>演示一</t></si>")
    content = re.sub(rb"^(<\?xml[^>]*>)?", rb"\1" + declared, part(file, name), count=1)

    assert "已损坏" in refused(repacked(file, {name: content}))


def test_an_odd_encoding_that_hides_its_tags_is_refused() -> None:
    file = book(line())
    hidden = '<?xml version="1.0" encoding="UTF-16"?>' + part(file, SHEET).decode()

    assert "已损坏" in refused(repacked(file, {SHEET: hidden.encode("utf-16")}))


@pytest.mark.parametrize("index", ["999999", "-1", "1.5", "x", "９９９"])
def test_a_text_that_is_not_in_the_file_is_named_by_its_cell(index: str) -> None:
    sentence = refused(with_cell(f'<c r="A2" t="s"><v>{index}</v></c>'))

    assert sentence.startswith("花名册 A2：这个单元格已损坏")
    assert "另存为" in sentence


@pytest.mark.parametrize(
    "cell",
    ['<c r="A2" t="strange"><v>1</v></c>', '<c r="A2"><v>NaN</v></c>', '<c r="A2"><v>1e</v></c>']
    + ['<c r="A2" s="99999"><v>1</v></c>', '<c r="A2" t="d"><v>soon</v></c>'],
)
def test_a_cell_that_holds_nothing_known_is_named(cell: str) -> None:
    assert refused(with_cell(cell)).startswith("花名册 A2：这个单元格已损坏")


def test_two_cells_at_one_place_are_refused() -> None:
    twice = '<c r="A2" t="inlineStr"><is><t>甲</t></is></c>' * 2

    assert refused(with_cell(twice)).startswith("花名册 A2：这个单元格已损坏")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2" t="inlineStr"><is><t>{}</t></is></c>',
        '<c r="A2" t="str"><v>{}</v></c>',
    ],
)
def test_a_text_of_ten_megabytes_is_refused_by_its_cell(cell: str) -> None:
    (fault,) = first(with_cell(cell.format("演" * 3_500_000))).faults

    assert (fault.cell, fault.sentence) == ("A2", "内容超过32767个字符，请缩短后重新填写")


def test_a_shared_text_of_ten_megabytes_is_kept_no_longer_than_a_cell() -> None:
    (fault,) = first(with_texts(f"<si><t>{'演' * 3_500_000}</t></si>")).faults

    assert "超过32767个字符" in fault.sentence


def test_millions_of_empty_texts_are_refused() -> None:
    assert "文字过多" in refused(with_texts("<si><t/></si>" * 20_000), Limits(strings=10_000))


def test_a_zip_within_the_zip_is_not_opened() -> None:
    inner = BytesIO()
    with ZipFile(inner, "w", ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(5_000_000))

    assert first(repacked(book(line()), {"xl/media/inner.zip": inner.getvalue()})).is_good


def test_a_part_that_is_bigger_than_it_says_is_refused() -> None:
    content = book(*[line()] * 200).getvalue()
    with ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    lied = content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert lied != content
    assert "已损坏" in refused(named(lied))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/xl/worksheets/sheet1.xml", b"/xl/worksheets/gone.xml"),
        (b"/xl/worksheets/sheet1.xml", b"../../../../etc/passwd"),
        (
            b'Target="/xl/worksheets/sheet1.xml"',
            b'Target="file:///etc/passwd" TargetMode="External"',
        ),
        (b'Id="rId1"', b'Id="other"'),
    ],
)
def test_a_sheet_that_lies_elsewhere_is_refused(old: bytes, new: bytes) -> None:
    assert "已损坏" in refused(spoiled(RELATIONS, old, new))


def test_two_sheets_of_one_title_are_not_mixed_up() -> None:
    def copy(worksheet: Worksheet) -> None:
        second = (worksheet.parent or Workbook()).create_sheet("花名册2")
        second.append(HEADERS)
        second.append(line())

    file = book(line(), change=copy)
    twins = part(file, WORKBOOK).replace("花名册2".encode(), "花名册".encode())

    assert "一个文件只能有一张" in refused(repacked(file, {WORKBOOK: twins}))


def test_a_sheet_that_is_hidden_is_not_taken_in_unseen() -> None:
    def hide(worksheet: Worksheet) -> None:
        (worksheet.parent or Workbook()).create_sheet("说明")
        worksheet.sheet_state = "veryHidden"

    assert refused(book(line(), change=hide)).startswith("花名册：这张工作表被隐藏")


def test_columns_that_are_hidden_are_named_with_the_first_row() -> None:
    def hide(worksheet: Worksheet) -> None:
        worksheet.column_dimensions["E"].hidden = True

    rows = read(book(line(), line(), change=hide), ROSTER).rows

    assert [row.hidden for row in rows] == [{"area"}, set()]


def test_a_million_empty_rows_and_a_wrong_dimension_are_read_over() -> None:
    file = book(line())
    rows = b"".join(b'<row r="%d"/>' % number for number in range(3, 50_000))
    long = part(file, SHEET).replace(b"</sheetData>", rows + b"</sheetData>")
    lied = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', long)

    assert len(read(repacked(file, {SHEET: lied}), ROSTER, limits=Limits(rows=2)).rows) == 1


def test_columns_far_to_the_right_are_passed_over() -> None:
    def scatter(worksheet: Worksheet) -> None:
        worksheet["XFD1"] = "远处的列名"
        worksheet["XFD2"] = "远处的内容"

    assert first(book(line(), change=scatter)).is_good


@pytest.mark.parametrize("reference", ["XFE2", "AAAA2", "2", "甲2"])
def test_a_place_that_no_sheet_has_is_refused(reference: str) -> None:
    sentence = refused(with_cell(f'<c r="{reference}" t="str"><v>甲</v></c>'))

    assert "已损坏" in sentence


def test_an_encrypted_workbook_and_a_renamed_list_are_named_for_what_they_are() -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    encrypted = compound + "EncryptedPackage".encode("utf-16-le")

    assert "打开密码" in refused(named(encrypted))
    assert "旧版Excel格式" in refused(named(compound))
    assert "文本文件" in refused(named("姓名,身份证号\n甲,1\n".encode("gb18030")))


def test_a_workbook_without_sheets_is_refused() -> None:
    bare = re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", part(book(line()), WORKBOOK))

    assert "已损坏" in refused(repacked(book(line()), {WORKBOOK: bare}))
    assert "没有数据" in refused(saved(Workbook())) or "没有工作表" in refused(saved(Workbook()))
