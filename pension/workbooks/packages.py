"""The file before it is parsed: is it a workbook at all, and safe to open?"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from openpyxl.utils import range_boundaries

from pension.workbooks.results import Fault, WorkbookError

MEGABYTE = 1024 * 1024
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

# What zip and XML raise on damaged or hostile files, and what their numbers and names lead to.
BROKEN_FILE = (
    BadZipFile,
    EOFError,
    ExpatError,
    LookupError,
    NotImplementedError,  # what zipfile raises on a way of packing that it does not know
    OSError,
    RuntimeError,
    StopIteration,
    ValueError,
    zlib.error,
)

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "请用Excel或WPS打开后另存为“Excel工作簿（*.xlsx）”再上传"
_BIG_PARTS = ("xl/worksheets/", "xl/sharedStrings")
_CHUNK = MEGABYTE
_ROW_TAG = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^>]*)")
_ROW_NUMBER = re.compile(rb"\sr=[\"'](\d+)[\"']")
_COLUMN_TAG = re.compile(rb"<(?:\w+:)?col(?=[\s/>])([^>]*)")
_BOUNDS = re.compile(rb"\s(min|max)=[\"'](\d+)[\"']")
_HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
_MERGE_TAG = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:$]+)[\"']")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold; sizes in bytes."""

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 256 * MEGABYTE
    part_bytes: int = 16 * MEGABYTE
    parts: int = 2_000
    rows: int = 100_000
    strings: int = 3_000_000
    merged_ranges: int = 1_000


@dataclass(frozen=True, slots=True)
class SheetOutline:
    """What a sheet's XML tells without being parsed: row tags, what is hidden, merged ranges.

    Hidden columns are pairs of first and last. A range is (first column, first row, last column,
    last row), sorted by first row.
    """

    row_tags: int
    hidden: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    merges: tuple[tuple[int, int, int, int], ...]


def file_name(file: IO[bytes]) -> str:
    """Return the name under which the user knows a file."""
    return PurePath(str(getattr(file, "name", "") or "")).name or "上传的文件"


def refusal(file: IO[bytes], reason: str) -> WorkbookError:
    """Return the refusal of a whole file, named, for the reason given."""
    return WorkbookError([Fault("", "", "", f"文件“{file_name(file)}”{reason}")])


def broken(file: IO[bytes]) -> WorkbookError:
    """Return the refusal of a file that is damaged inside."""
    return refusal(file, f"已损坏，无法读取，{SAVE_AS}")


def check_package(file: IO[bytes], limits: Limits) -> None:
    """Refuse what is no workbook or not safe to open, with a WorkbookError that names the cure.

    Sizes are checked before anything is unpacked; zipfile never unpacks more than was declared.
    """
    file.seek(0, 2)
    size = file.tell()
    if size > limits.file_bytes:
        raise refusal(
            file, f"超过{limits.file_bytes // MEGABYTE}MB，请删去图片等无关内容，或拆成几个文件上传"
        )
    file.seek(0)
    head = file.read(4096)
    if not head.startswith(b"PK"):
        file.seek(0)
        raise refusal(file, _why_no_package(head, file.read(limits.file_bytes)))
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            reason = _why_no_workbook(archive, limits)
    except BROKEN_FILE as error:
        raise broken(file) from error
    file.seek(0)
    if reason:
        raise refusal(file, reason)


def outline(archive: ZipFile, part: str, limits: Limits) -> SheetOutline:
    """Count the row tags of a sheet, find hidden rows and merged ranges, in bounded memory.

    The streaming reader tells of neither, and passes over a row whose number doesn't rise: that
    is refused by a ValueError. Too many merged ranges are refused by a WorkbookError.
    """
    row_tags = number = 0
    hidden: set[int] = set()
    columns: list[tuple[int, int]] = []
    merges: list[tuple[int, int, int, int]] = []
    for piece in _tag_pieces(archive, part):
        for tag in _ROW_TAG.findall(piece):
            row_tags += 1
            number = _number_after(number, tag)
            if _HIDDEN.search(tag):
                hidden.add(number)
        columns += [_span(tag) for tag in _COLUMN_TAG.findall(piece) if _HIDDEN.search(tag)]
        merges += [_range(ref.decode()) for ref in _MERGE_TAG.findall(piece)]
        if len(merges) > limits.merged_ranges:
            sentence = f"合并单元格超过{limits.merged_ranges}处，请取消合并，每行分别填写"
            raise WorkbookError([Fault("", "", "", sentence)])
    ranges = tuple(sorted(merges, key=lambda merge: merge[1]))
    return SheetOutline(row_tags, frozenset(hidden), tuple(columns[:LAST_COLUMN]), ranges)


def _number_after(last: int, tag: bytes) -> int:
    """Return the number of the row that a tag opens, the last one being known."""
    stated = _ROW_NUMBER.search(tag)
    number = int(stated[1]) if stated else last + 1
    if number <= last:
        raise ValueError("the rows of the sheet aren't in order")
    return number


def _span(tag: bytes) -> tuple[int, int]:
    """Return the first and the last column that a tag describes."""
    bounds = dict(_BOUNDS.findall(tag))
    return int(bounds[b"min"]), int(bounds[b"max"])


def _range(reference: str) -> tuple[int, int, int, int]:
    left, top, right, low = range_boundaries(reference)
    return left or 1, top or 1, right or LAST_COLUMN, low or LAST_ROW


def _tag_pieces(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield the part in pieces that break in front of a tag, or in a text behind one."""
    rest = b""
    with archive.open(part) as source:
        while chunk := source.read(_CHUNK):
            piece = rest + chunk
            cut = piece.rfind(b"<")
            if cut < 0 or b">" in piece[cut:]:
                cut = len(piece)
            elif len(piece) - cut > _CHUNK:
                raise ValueError("a tag of the sheet never ends")
            yield piece[:cut]
            rest = piece[cut:]
    yield rest


def _why_no_package(head: bytes, content: bytes) -> str:
    """Say what a file is instead of an XLSX package."""
    if not head:
        return "是空文件，请重新选择要上传的文件"
    if head.startswith(_COMPOUND_FILE):
        if _ENCRYPTED in content:
            return "设有打开密码，请取消密码后重新上传"
        return f"是旧版Excel格式（.xls），{SAVE_AS}"
    if b"<html" in head.lower() or b"<table" in head.lower():
        return f"是网页表格，不是Excel工作簿，{SAVE_AS}"
    if b"\x00" not in head:
        return f"是文本文件（如CSV），不是Excel工作簿，{SAVE_AS}"
    return f"不是Excel工作簿，{SAVE_AS}"


def _why_no_workbook(archive: ZipFile, limits: Limits) -> str:
    """Say why a zip archive isn't a workbook to open; empty when it is one."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names:
        return f"是二进制工作簿（.xlsb），{SAVE_AS}"
    if any(name.endswith("vbaProject.bin") for name in names):
        return f"含有宏，不能上传，{SAVE_AS}"
    if "[Content_Types].xml" not in names:
        return f"不是Excel工作簿，{SAVE_AS}"
    too_big = any(
        entry.file_size > limits.part_bytes and not entry.filename.startswith(_BIG_PARTS)
        for entry in entries
    )
    unpacked = sum(entry.file_size for entry in entries)
    if too_big or unpacked > limits.unpacked_bytes or len(entries) > limits.parts:
        return "解压后过大，请删去图片、格式等无关内容，或拆成几个文件上传"
    return ""
