"""A package opened for reading: its sheets, its shared texts, what its styles make of numbers."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import IO
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from pension.workbooks.packages import BROKEN_FILE, Limits, broken
from pension.workbooks.results import Fault, WorkbookError
from pension.workbooks.xml_parts import Attributes, chunks, elements, new_parser, plain_name

# What a spreadsheet keeps of a text; whatever is longer is cut one character behind it.
LONGEST_TEXT = 32_767

_WORKBOOK, _STRINGS, _STYLES = "officeDocument", "sharedStrings", "styles"
_TRUE = {"1", "true"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_GENERAL = "General"
_TOO_MANY_TEXTS = "文件里的文字过多，请只保留要上传的工作表，或拆成几个文件上传"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the last word of the kind, and the part, empty when outside."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet by its title, the part of the package that holds it, whether a reader sees it."""

    title: str
    part: str
    is_hidden: bool = False


class Book:
    """The frame of a workbook; whatever grows with its rows is read by `sheets`."""

    def __init__(self, archive: ZipFile, limits: Limits) -> None:
        """Read the frame; raises any of BROKEN_FILE on damage."""
        self.archive = archive
        self._limits = limits
        self._parts = set(archive.namelist())
        self.part = next(r.part for r in self.relations("").values() if r.kind == _WORKBOOK)
        self._relations = self.relations(self.part)
        self.sheets: list[SheetPart] = []
        self.epoch = WINDOWS_EPOCH
        for name, attributes in elements(archive, self.part):
            if name == "workbookPr" and attributes.get("date1904") in _TRUE:
                self.epoch = MAC_EPOCH
            elif name == "sheet":
                self._add_sheet(attributes, self._relations[attributes["id"]])

    @property
    def titles(self) -> list[str]:
        """Return the titles of the sheets in their order."""
        return [sheet.title for sheet in self.sheets]

    @cached_property
    def strings(self) -> Sequence[str]:
        """Return the texts that cells refer to by number."""
        part = self._part_of(_STRINGS)
        return read_strings(self.archive, part, self._limits.strings) if part else []

    @cached_property
    def formats(self) -> Sequence[str]:
        """Return the number format of each cell style."""
        part = self._part_of(_STYLES)
        return read_formats(self.archive, part) if part else [_GENERAL]

    @cached_property
    def dates(self) -> frozenset[int]:
        """Return the cell styles that show a number as a date."""
        shown = {code: is_date_format(code) for code in set(self.formats)}
        return frozenset(compress(range(len(self.formats)), (shown[f] for f in self.formats)))

    @property
    def styles_part(self) -> str:
        """Return the part that holds the styles; empty when there is none."""
        return self._part_of(_STYLES)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part refers to, by its reference."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self._parts:
            return {}
        found = {}
        for element, given in elements(self.archive, listing):
            if element == "Relationship":
                inside = given.get("TargetMode") != "External"
                target = posixpath.normpath(posixpath.join("/", folder, given["Target"]))
                kind = posixpath.basename(given["Type"])
                found[given["Id"]] = Relation(kind, target.lstrip("/") if inside else "")
        return found

    def _part_of(self, kind: str) -> str:
        return next((r.part for r in self._relations.values() if r.kind == kind), "")

    def _add_sheet(self, attributes: Attributes, relation: Relation) -> None:
        """Note a worksheet; a sheet that is only a chart holds no rows."""
        if relation.kind != "worksheet":
            return
        title = attributes["name"]
        if relation.part not in self._parts:
            raise ValueError(f"the sheet {title} isn't in the package")
        is_hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append(SheetPart(title, relation.part, is_hidden))


@contextmanager
def opened(file: IO[bytes], limits: Limits) -> Iterator[Book]:
    """Open a checked package; damage is refused by a WorkbookError."""
    try:
        archive = ZipFile(file)
    except BROKEN_FILE as error:
        raise broken(file) from error
    with archive:
        try:
            book = Book(archive, limits)
        except BROKEN_FILE as error:
            raise broken(file) from error
        yield book


def read_formats(archive: ZipFile, part: str) -> list[str]:
    """Return the number format of each cell style of a stylesheet."""
    codes = dict(BUILTIN_FORMATS)
    numbers: list[int] = []
    is_within = False
    for name, attributes in elements(archive, part):
        if name == "numFmt" and "numFmtId" in attributes:
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", _GENERAL)
        elif name in {"cellXfs", "cellStyles", "dxfs"}:
            is_within = name == "cellXfs"
        elif name == "xf" and is_within:
            numbers.append(int(attributes.get("numFmtId", "0")))
    return [codes.get(number, _GENERAL) for number in numbers] or [_GENERAL]


def read_strings(archive: ZipFile, part: str, most: int) -> list[str]:
    """Return the shared texts; more than `most` of them are refused by a WorkbookError."""
    reader = _StringReader()
    for chunk in chunks(archive, part):
        reader.parser.Parse(chunk)
        if len(reader.strings) > most:
            raise WorkbookError([Fault("", "", "", _TOO_MANY_TEXTS)])
    reader.parser.Parse(b"", True)
    return reader.strings


def unescaped(text: str) -> str:
    """Return a text with the characters that XML doesn't hold, written «_x0007_» there."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))


class _StringReader:
    """Collects the texts of `si` elements; readings beside the text (`rPh`) are left out."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._is_text = self._is_reading = False
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: object) -> None:
        match plain_name(name):
            case "si":
                self._pieces, self._length = [], 0
            case "t":
                self._is_text = not self._is_reading
            case "rPh":
                self._is_reading = True

    def _end(self, name: str) -> None:
        match plain_name(name):
            case "si":
                self.strings.append(unescaped("".join(self._pieces))[: LONGEST_TEXT + 1])
            case "t":
                self._is_text = False
            case "rPh":
                self._is_reading = False

    def _characters(self, text: str) -> None:
        if self._is_text and self._length <= LONGEST_TEXT:
            self._pieces.append(text)
            self._length += len(text)
