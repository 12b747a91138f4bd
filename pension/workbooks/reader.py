"""Uploaded workbooks read row by row: bounded memory, every cell checked, every fault named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile
from typing import IO

from pension.vocabulary import text as texts
from pension.workbooks.cells import cell_reader, is_blank
from pension.workbooks.headings import SEARCHED_COLUMNS, SEARCHED_ROWS, find_layout
from pension.workbooks.opened import Book, SheetPart, opened
from pension.workbooks.packages import (
    BROKEN_FILE,
    LAST_ROW,
    SAVE_AS,
    Limits,
    SheetOutline,
    broken,
    check_package,
    outline,
    refusal,
)
from pension.workbooks.results import Fault, Layout, ReadResult, Repair, Row, WorkbookError
from pension.workbooks.sheets import Content, DamagedCellError, Line, lines
from pension.workbooks.specs import Sheet

Progress = Callable[[int, int], None]

_PROGRESS_EVERY = 500
_ABOVE = "列名上面有数据，这些行不会被读取，请把列名移到所有数据的上面"
_TWIN = "也填了{}的内容，一个文件只能有一张，请合并到一张表或分别上传"
_HIDDEN_SHEET = "这张工作表被隐藏，请取消隐藏，核对内容后再上传"
_MERGED = "是合并单元格的一部分，请取消合并，每行分别填写"
_TOTAL = "这是合计行，不是明细，请删除这一行"
_TOTALS = frozenset({"合计", "总计", "小计", "累计"})
_DAMAGED = f"这个单元格已损坏，文件无法读取，{SAVE_AS}"
_DEFAULT_LIMITS = Limits()


def read(
    file: IO[bytes],
    sheet: Sheet,
    *,
    limits: Limits = _DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> ReadResult:
    """Read a whole workbook; a file of the wrong shape gives its faults instead of rows."""
    try:
        return ReadResult(rows=list(iterate(file, sheet, limits=limits, progress=progress)))
    except WorkbookError as error:
        return ReadResult(faults=error.faults)


def iterate(
    file: IO[bytes],
    sheet: Sheet,
    *,
    limits: Limits = _DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> Iterator[Row]:
    """Yield the rows of one sheet of a workbook as they are read, blank lines left out.

    `progress(done, total)` is told now and then how many lines were passed. Raises WorkbookError,
    at the first row or later, when the file as a whole can't be read: no workbook, too large,
    sheet or headings missing, no rows.
    """
    check_package(file, limits)
    with opened(file, limits) as book:
        part = find_sheet(file, book, sheet)
        try:
            shape = outline(book.archive, part.part, limits)
            twin = _twin(book, part, sheet)
        except BROKEN_FILE as error:
            raise broken(file) from error
        if twin:
            raise WorkbookError([Fault(twin, "", "", _TWIN.format(sheet.title))])
        if part.is_hidden:
            raise WorkbookError([Fault(part.title, "", "", _HIDDEN_SHEET)])
        coming = _guarded(file, part.title, lines(book, part, SEARCHED_COLUMNS))
        top, rest = _split(coming)
        layout = find_layout(_contents(top), sheet)
        _refuse_rows_above(top, layout)
        below = chain((line for line in top if line[0] > layout.heading_row), rest)
        yield from _rows(below, layout, shape, limits, progress or _no_progress)


def find_sheet(file: IO[bytes], book: Book, sheet: Sheet) -> SheetPart:
    """Return the worksheet of that title."""
    if not book.sheets:
        raise broken(file)
    for part in book.sheets:
        if sheet.is_titled(part.title, book.titles):
            return part
    present = "、".join(f"“{title}”" for title in book.titles)
    raise refusal(file, f"中没有工作表“{sheet.title}”，只有{present}，请使用模板或改正工作表名称")


def _split(coming: Iterator[Line]) -> tuple[list[Line], Iterator[Line]]:
    """Return the rows among which the headings are looked for, and those that come behind them."""
    top: list[Line] = []
    for line in coming:
        if line[0] > SEARCHED_ROWS:
            return top, chain([line], coming)
        top.append(line)
    return top, iter(())


def _contents(top: Sequence[Line]) -> list[list[Content]]:
    """Return the contents of the first rows, an empty list for each that the file leaves out."""
    known = dict(top)
    return [known.get(number, []) for number in range(1, SEARCHED_ROWS + 1)]


def _twin(book: Book, chosen: SheetPart, sheet: Sheet) -> str:
    """Return the title of another worksheet with the same headings and rows, or an empty text."""
    for part in book.sheets:
        if part.part == chosen.part:
            continue
        coming = lines(book, part, SEARCHED_COLUMNS)
        if _holds_rows(list(takewhile(lambda line: line[0] <= SEARCHED_ROWS, coming)), sheet):
            return f"{part.title}（隐藏的工作表）" if part.is_hidden else part.title
    return ""


def _holds_rows(top: Sequence[Line], sheet: Sheet) -> bool:
    try:
        layout = find_layout(_contents(top), sheet)
    except WorkbookError:
        return False
    return any(
        number > layout.heading_row and not _is_blank_line(contents, layout)
        for number, contents in top
    )


def _refuse_rows_above(top: Sequence[Line], layout: Layout) -> None:
    """Refuse a sheet that was sorted together with its headings: the rows above would be lost."""
    reader = _RowReader(layout)
    for number, contents in top:
        if number < layout.heading_row and reader.row(number, contents).is_good:
            raise WorkbookError([Fault(layout.sheet.title, f"第{number}行", "", _ABOVE)])


def _guarded(file: IO[bytes], title: str, coming: Iterator[Line]) -> Iterator[Line]:
    """Pass lines on; damage that only shows while reading is refused like damage at the start."""
    while True:
        try:
            line = next(coming, None)
        except DamagedCellError as error:
            raise WorkbookError([Fault(title, error.cell, "", _DAMAGED)]) from error
        except BROKEN_FILE as error:
            raise broken(file) from error
        if line is None:
            return
        yield line


def _rows(
    coming: Iterable[Line],
    layout: Layout,
    shape: SheetOutline,
    limits: Limits,
    progress: Progress,
) -> Iterator[Row]:
    merges = _MergedKeys(shape, layout)
    reader = _RowReader(layout)
    total = max(shape.row_tags - layout.heading_row, 0)
    filled = 0
    for done, (number, contents) in enumerate(coming, 1):
        if number > LAST_ROW:
            raise WorkbookError([_too_many_rows(layout.sheet, limits)])
        merged = merges.at(number)
        if merged or not _is_blank_line(contents, layout):
            filled += 1
            if filled > limits.rows:
                raise WorkbookError([_too_many_rows(layout.sheet, limits)])
            row = reader.row(number, contents, merged, is_hidden=number in shape.hidden)
            yield row if filled > 1 else replace(row, hidden=_hidden_keys(shape, layout))
        if done % _PROGRESS_EVERY == 0:
            progress(min(done, total), total)
    if not filled:
        raise WorkbookError([_no_rows(layout)])
    progress(total, total)


def _hidden_keys(shape: SheetOutline, layout: Layout) -> frozenset[str]:
    return frozenset(
        key
        for key, place in layout.places.items()
        if any(first <= place <= last for first, last in shape.hidden_columns)
    )


class _RowReader:
    """Reads lines by the columns of a layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._cells = [
            (column, layout.places[column.key] - 1, cell_reader(column))
            for column in layout.sheet.columns
        ]

    def row(
        self,
        number: int,
        contents: Sequence[Content],
        merged: frozenset[str] = frozenset(),
        *,
        is_hidden: bool = False,
    ) -> Row:
        """Read one line; cells that are merged with others are refused unread."""
        layout = self._layout
        row = Row(number, {}, [], [], layout, is_hidden)
        if total := _total_place(contents, layout):
            row.faults.append(row.fault(total, _TOTAL))
            return row
        for column, index, read_cell in self._cells:
            if column.key in merged:
                row.faults.append(row.fault(column.key, _MERGED))
                continue
            try:
                reading = read_cell(contents[index])
            except ValueError as error:
                row.faults.append(row.fault(column.key, str(error)))
                continue
            row.values[column.key] = reading.value
            if reading.is_repaired:
                cell = layout.cell(column.key, number)
                row.repairs.append(Repair(cell, column.header, reading.before, reading.after))
        return row


def _total_place(contents: Sequence[Content], layout: Layout) -> str:
    """Return the first column of a row of totals; of any other row an empty text."""
    first = next((content for content in contents if content is not None), None)
    if isinstance(first, str) and "计" in first and texts.tidy(first) in _TOTALS:
        return layout.sheet.columns[0].key
    return ""


class _MergedKeys:
    """The columns that merged cells touch, asked for rows in rising order."""

    def __init__(self, shape: SheetOutline, layout: Layout) -> None:
        self._coming = list(reversed(shape.merges))
        self._open: list[tuple[int, int, int, int]] = []
        self._layout = layout

    def at(self, number: int) -> frozenset[str]:
        """Return the keys of the columns that are merged in a row."""
        while self._coming and self._coming[-1][1] <= number:
            self._open.append(self._coming.pop())
        self._open = [merge for merge in self._open if merge[3] >= number]
        if not self._open:
            return frozenset()
        return frozenset(
            key
            for key, place in self._layout.places.items()
            if any(left <= place <= right for left, _, right, _ in self._open)
        )


def _is_blank_line(contents: Sequence[Content], layout: Layout) -> bool:
    return all(is_blank(contents[place - 1]) for place in layout.places.values())


def _too_many_rows(sheet: Sheet, limits: Limits) -> Fault:
    return Fault(sheet.title, "", "", f"数据超过{limits.rows}行，请拆成几个文件上传")


def _no_rows(layout: Layout) -> Fault:
    sentence = f"第{layout.heading_row}行列名下面没有数据，请填写后重新上传"
    return Fault(layout.sheet.title, "", "", sentence)


def _no_progress(done: int, total: int) -> None:
    """Tell nobody."""
