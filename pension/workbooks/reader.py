"""Uploaded workbooks read row by row: bounded memory, every cell checked, every fault named."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Protocol, cast
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from pension.workbooks.cells import CellLike, is_blank, read_cell
from pension.workbooks.headings import SEARCHED_COLUMNS, SEARCHED_ROWS, find_layout
from pension.workbooks.packages import (
    BROKEN_FILE,
    LAST_ROW,
    Limits,
    SheetOutline,
    broken,
    check_package,
    outline,
    refusal,
)
from pension.workbooks.results import Fault, Layout, ReadResult, Repair, Row, WorkbookError
from pension.workbooks.specs import Sheet

Progress = Callable[[int, int], None]


class StreamedSheet(Protocol):
    """What openpyxl's streaming worksheet offers."""

    _worksheet_path: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(
        self, min_row: int, max_row: int | None, min_col: int, max_col: int
    ) -> Iterator[tuple[CellLike, ...]]: ...


_PROGRESS_EVERY = 500
_ABOVE = "列名上面有数据，这些行不会被读取，请把列名移到所有数据的上面"
_TWIN = "也填了{}的内容，一个文件只能有一张，请合并到一张表或分别上传"
_MERGED = "是合并单元格的一部分，请取消合并，每行分别填写"
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
    with _opened(file) as book:
        worksheet = _worksheet(file, book, sheet)
        try:
            with ZipFile(file) as archive:
                # Only the streaming worksheet itself knows in which part of the package it lies.
                shape = outline(archive, worksheet._worksheet_path, limits)
            top = list(worksheet.iter_rows(1, SEARCHED_ROWS, 1, SEARCHED_COLUMNS))
            twin = _twin(book, worksheet, sheet)
        except BROKEN_FILE as error:
            raise broken(file) from error
        if twin:
            raise WorkbookError([Fault(twin, "", "", _TWIN.format(sheet.title))])
        layout = find_layout(_contents(top), sheet)
        _refuse_rows_above(top, layout)
        lines = worksheet.iter_rows(layout.heading_row + 1, None, 1, layout.width)
        yield from _rows(_guarded(file, lines), layout, shape, limits, progress or _no_progress)


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[Workbook]:
    try:
        book = load_workbook(file, read_only=True, keep_links=False)
    except BROKEN_FILE as error:
        raise broken(file) from error
    try:
        yield book
    finally:
        book.close()


def _worksheet(file: IO[bytes], book: Workbook, sheet: Sheet) -> StreamedSheet:
    """Return the worksheet of that title."""
    if not book.sheetnames:
        raise broken(file)
    for title in book.sheetnames:
        streamed = _streamed(book, title)
        if streamed is not None and sheet.is_titled(title, book.sheetnames):
            return streamed
    present = "、".join(f"“{title}”" for title in book.sheetnames)
    raise refusal(file, f"中没有工作表“{sheet.title}”，只有{present}，请使用模板或改正工作表名称")


def _contents(lines: Sequence[Sequence[CellLike]]) -> list[list[object]]:
    return [[cell.value for cell in line] for line in lines]


def _twin(book: Workbook, chosen: StreamedSheet, sheet: Sheet) -> str:
    """Return the title of another worksheet with the same headings and rows, or an empty text."""
    for title in book.sheetnames:
        streamed = _streamed(book, title)
        if streamed is None or streamed._worksheet_path == chosen._worksheet_path:
            continue
        if _holds_rows(list(streamed.iter_rows(1, SEARCHED_ROWS, 1, SEARCHED_COLUMNS)), sheet):
            return title
    return ""


def _holds_rows(top: Sequence[Sequence[CellLike]], sheet: Sheet) -> bool:
    try:
        layout = find_layout(_contents(top), sheet)
    except WorkbookError:
        return False
    return any(not _is_blank_line(line, layout) for line in top[layout.heading_row :])


def _refuse_rows_above(top: Sequence[Sequence[CellLike]], layout: Layout) -> None:
    """Refuse a sheet that was sorted together with its headings: the rows above would be lost."""
    for number, line in enumerate(top[: layout.heading_row - 1], 1):
        if _row(number, line, layout).is_good:
            raise WorkbookError([Fault(layout.sheet.title, f"第{number}行", "", _ABOVE)])


def _streamed(book: Workbook, title: str) -> StreamedSheet | None:
    """Return a worksheet, its dimensions forgotten: they may be wrong. A chart is none."""
    worksheet: object = book[title]
    if not isinstance(worksheet, ReadOnlyWorksheet):
        return None
    streamed = cast("StreamedSheet", worksheet)
    streamed.reset_dimensions()
    return streamed


def _guarded(
    file: IO[bytes], lines: Iterator[tuple[CellLike, ...]]
) -> Iterator[tuple[CellLike, ...]]:
    """Pass lines on; damage that only shows while reading is refused like damage at the start."""
    while True:
        try:
            line = next(lines, None)
        except BROKEN_FILE as error:
            raise broken(file) from error
        if line is None:
            return
        yield line


def _rows(
    lines: Iterator[tuple[CellLike, ...]],
    layout: Layout,
    shape: SheetOutline,
    limits: Limits,
    progress: Progress,
) -> Iterator[Row]:
    total = max(shape.row_tags - layout.heading_row, 0)
    merges = _MergedKeys(shape, layout)
    filled = 0
    for done, line in enumerate(lines, 1):
        number = layout.heading_row + done
        merged = merges.at(number)
        if merged or not _is_blank_line(line, layout):
            filled += 1
        if filled > limits.rows or number > LAST_ROW:
            raise WorkbookError([_too_many_rows(layout.sheet, limits)])
        if merged or not _is_blank_line(line, layout):
            yield _row(number, line, layout, merged, is_hidden=number in shape.hidden)
        if done % _PROGRESS_EVERY == 0:
            progress(min(done, total), total)
    if not filled:
        raise WorkbookError([_no_rows(layout)])
    progress(total, total)


def _row(
    number: int,
    line: Sequence[CellLike],
    layout: Layout,
    merged: frozenset[str] = frozenset(),
    *,
    is_hidden: bool = False,
) -> Row:
    row = Row(number, {}, [], [], layout, is_hidden)
    for column in layout.sheet.columns:
        if column.key in merged:
            row.faults.append(row.fault(column.key, _MERGED))
            continue
        try:
            reading = read_cell(column, line[layout.places[column.key] - 1])
        except ValueError as error:
            row.faults.append(row.fault(column.key, str(error)))
            continue
        row.values[column.key] = reading.value
        if reading.is_repaired:
            cell = layout.cell(column.key, number)
            row.repairs.append(Repair(cell, column.header, reading.before, reading.after))
    return row


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
        return frozenset(
            key
            for key, place in self._layout.places.items()
            if any(left <= place <= right for left, _, right, _ in self._open)
        )


def _is_blank_line(line: Sequence[CellLike], layout: Layout) -> bool:
    return all(is_blank(line[place - 1].value) for place in layout.places.values())


def _too_many_rows(sheet: Sheet, limits: Limits) -> Fault:
    return Fault(sheet.title, "", "", f"数据超过{limits.rows}行，请拆成几个文件上传")


def _no_rows(layout: Layout) -> Fault:
    sentence = f"第{layout.heading_row}行列名下面没有数据，请填写后重新上传"
    return Fault(layout.sheet.title, "", "", sentence)


def _no_progress(done: int, total: int) -> None:
    """Tell nobody."""
