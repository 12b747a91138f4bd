"""Workbooks (XLSX) in and out, by one `Column` spec.

`template` makes the file to fill in, `read` and `iterate` check what comes back, `give_back`
returns the user's own file with an error column, `write` exports (`write_blocks` what is at hand
column by column) and `verify` re-reads what was written.
"""

from pension.workbooks.looks import dress_heading, set_up_print, sheet_title
from pension.workbooks.packages import Limits
from pension.workbooks.reader import iterate, read
from pension.workbooks.results import Fault, Layout, ReadResult, Repair, Row, Tally, WorkbookError
from pension.workbooks.returned import give_back
from pension.workbooks.sheet_xml import Block
from pension.workbooks.specs import Column, Kind, Sheet
from pension.workbooks.templates import template
from pension.workbooks.verifying import verify
from pension.workbooks.writer import write, write_blocks

__all__ = [
    "Block",
    "Column",
    "Fault",
    "Kind",
    "Layout",
    "Limits",
    "ReadResult",
    "Repair",
    "Row",
    "Sheet",
    "Tally",
    "WorkbookError",
    "dress_heading",
    "give_back",
    "iterate",
    "read",
    "set_up_print",
    "sheet_title",
    "template",
    "verify",
    "write",
    "write_blocks",
]
