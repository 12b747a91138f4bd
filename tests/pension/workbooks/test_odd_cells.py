"""Cells that aren't what they seem: formulas, hidden characters, readings, rows of totals."""

import re

import pytest

from pension.workbooks import read
from tests.pension.workbooks.books import (
    HEADERS,
    IDENTITY,
    ROSTER,
    book,
    line,
    part,
    repacked,
)
from tests.pension.workbooks.spoiling import (
    SHEET,
    STYLES,
    WORKBOOK,
    first,
    refused,
    with_cell,
    with_texts,
)


def test_every_cell_that_a_formula_of_an_array_fills_is_refused() -> None:
    file = book(line(), line(), line())
    area = b'<c r="E2"><f t="array" ref="E2:E3">D2:D3*2</f><v>2.35</v></c>'
    array = re.sub(rb'<c r="E2".*?</c>', area, part(file, SHEET))

    rows = read(repacked(file, {SHEET: array}), ROSTER).rows

    assert [[fault.cell for fault in row.faults] for row in rows] == [["E2"], ["E3"], []]
    assert "公式" in rows[1].faults[0].sentence


def test_a_formula_is_refused_whatever_result_was_kept_with_it() -> None:
    (fault,) = first(with_cell('<c r="A2" t="str"><f>"演示"&amp;"一"</f><v>演示一</v></c>')).faults

    assert (fault.cell, "公式" in fault.sentence) == ("A2", True)


def test_days_are_counted_from_where_the_file_counts() -> None:
    file = book(line())
    from_1904 = re.sub(rb"<workbookPr\s*/>", b'<workbookPr date1904="1"/>', part(file, WORKBOOK))
    day = re.sub(rb'<c r="D2".*?</c>', b'<c r="D2" t="n" s="1"><v>40694</v></c>', part(file, SHEET))
    styles = part(file, STYLES).replace(
        b"</cellXfs>", b'<xf numFmtId="14" fontId="0" fillId="0" borderId="0"/></cellXfs>'
    )

    row = first(repacked(file, {WORKBOOK: from_1904, SHEET: day, STYLES: styles}))

    assert str(row.values["taken_date"]) == "2015-06-01"


def test_a_rich_text_is_read_whole_and_its_readings_are_left_out() -> None:
    text = "<si><r><t>演示</t></r><r><rPr><b/></rPr><t>一</t></r><rPh><t>yi</t></rPh></si>"

    assert first(with_texts(text)).values["name"] == "演示一"


@pytest.mark.parametrize("hidden", ["_x0000_", "_x0008_", "_xD83D_", "_xFFFE_"])
def test_what_no_database_keeps_is_refused_by_its_cell(hidden: str) -> None:
    (fault,) = first(with_cell(f'<c r="A2" t="str"><v>演示{hidden}一</v></c>')).faults

    assert (fault.cell, "控制字符" in fault.sentence) == ("A2", True)


@pytest.mark.parametrize("hidden", ["_x0000_", "_xD800_"])
def test_what_no_database_keeps_does_not_hide_in_headings(hidden: str) -> None:
    file = with_cell(f'<c r="A1" t="str"><v>姓{hidden}名</v></c>', row=1)

    assert first(file).is_good


def test_a_nul_byte_is_damage() -> None:
    assert "已损坏" in refused(with_cell('<c r="A2" t="str"><v>演\x00示</v></c>'))


@pytest.mark.parametrize(
    "typed", ["演示\u202e一", "演示\n一", "\u2066演示一\u2069", "演\ufeff示一"]
)
def test_what_turns_or_breaks_a_text_is_taken_out_and_shown(typed: str) -> None:
    row = first(book(line(name=typed)))

    assert row.values["name"] == "演示一"
    assert [repair.after for repair in row.repairs] == ["演示一"]


@pytest.mark.parametrize("typed", [f"'{IDENTITY}", f"＇{IDENTITY}", f"‘{IDENTITY}"])
def test_an_apostrophe_that_made_a_number_a_text_is_taken_off_and_shown(typed: str) -> None:
    row = first(book(line(identity_number=typed)))

    assert row.values["identity_number"] == IDENTITY
    assert [repair.before for repair in row.repairs] == [typed]


@pytest.mark.parametrize("name", ["演示𠮷", "演示𬭎", "演示䶮"])
def test_rare_characters_stay_as_they_are(name: str) -> None:
    row = first(book(line(name=name)))

    assert (row.values["name"], row.repairs) == (name, [])


@pytest.mark.parametrize("place", [1, 2])
def test_a_row_of_totals_is_named_as_such_once(place: int) -> None:
    cells = [None] * (place - 1) + ["合 计"]
    rows = read(book(line(), [*cells, None, None, None, None, None, 1200.5]), ROSTER).rows

    (fault,) = rows[1].faults
    assert (fault.cell, fault.sentence) == ("A3", "这是合计行，不是明细，请删除这一行")


def test_gaps_in_the_serial_numbers_and_their_formulas_do_no_harm() -> None:
    file = book(
        *[[number, *line()] for number in (1, 7, "=A3+1", None)], headers=["序号", *HEADERS]
    )

    assert [row.is_good for row in read(file, ROSTER).rows] == [True] * 4
