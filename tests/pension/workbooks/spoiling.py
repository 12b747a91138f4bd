"""Good rosters with something in them spoiled, and what becomes of them."""

import re
from io import BytesIO

from pension.workbooks import Limits, Row, read
from tests.pension.workbooks.books import (
    ROSTER,
    book,
    line,
    part,
    repacked,
)

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
ORDINARY = Limits()


def refused(file: BytesIO, limits: Limits = ORDINARY) -> str:
    """Return the one reason for which a file as a whole is refused."""
    result = read(file, ROSTER, limits=limits)
    assert result.rows == []
    (fault,) = result.faults
    return str(fault)


def first(file: BytesIO) -> Row:
    """Return the first row of a file that can be read."""
    return read(file, ROSTER).rows[0]


def spoiled(name: str, old: bytes, new: bytes) -> BytesIO:
    """Return a good roster with something in one of its parts replaced."""
    file = book(line())
    content = part(file, name)
    assert old in content
    return repacked(file, {name: content.replace(old, new)})


def with_cell(xml: str, row: int = 2) -> BytesIO:
    """Return a good roster with another first cell in its first row."""
    file = book(line())
    cell = re.compile(rb'<c r="A%d".*?</c>' % row)
    return repacked(file, {SHEET: cell.sub(xml.encode(), part(file, SHEET))})


def with_texts(xml: str) -> BytesIO:
    """Return a good roster whose first cell is the first of these shared texts."""
    file = with_cell('<c r="A2" t="s"><v>0</v></c>')
    relation = (
        f'<Relationship Id="texts" Type="{SHARED}" Target="sharedStrings.xml"/></Relationships>'
    )
    relations = part(file, RELATIONS).replace(b"</Relationships>", relation.encode())
    texts = f'<sst xmlns="{SPREADSHEET}">{xml}</sst>'
    return repacked(file, {RELATIONS: relations, STRINGS: texts.encode()})
