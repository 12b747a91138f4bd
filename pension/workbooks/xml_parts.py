"""Parts of a package as XML: streamed, without document types, entities or odd encodings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat
from zipfile import ZipFile

Attributes = Mapping[str, str]

_CHUNK = 1 << 16
_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^"'>])*>""")


class Edit(NamedTuple):
    """Bytes from `start` up to `stop` of a part that others take the place of."""

    start: int
    stop: int
    content: bytes


def new_parser() -> expat.XMLParserType:
    """Make a parser that refuses, by a ValueError, what no spreadsheet program writes."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    return parser


def chunks(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield the bytes of a part, some at a time."""
    with archive.open(part) as source:
        while chunk := source.read(_CHUNK):
            yield chunk


def elements(archive: ZipFile, part: str) -> Iterator[tuple[str, Attributes]]:
    """Yield name and attributes of every element as it opens, prefixes left out."""
    opened: list[tuple[str, Attributes]] = []

    def note(name: str, attributes: Attributes) -> None:
        plain = {plain_name(key): value for key, value in attributes.items()}
        opened.append((plain_name(name), plain))

    parser = new_parser()
    parser.StartElementHandler = note
    for chunk in chunks(archive, part):
        parser.Parse(chunk)
        yield from opened
        opened.clear()
    parser.Parse(b"", True)


def edited(content: bytes, edits: Iterable[Edit], base: int = 0) -> bytes:
    """Return content, which begins at byte `base` of its part, with edits in rising order."""
    pieces: list[bytes] = []
    done = base
    for edit in edits:
        pieces += [content[done - base : edit.start - base], edit.content]
        done = edit.stop
    pieces.append(content[done - base :])
    return b"".join(pieces)


class Tag(NamedTuple):
    """Where a tag begins and ends, and whether its element ends with it."""

    start: int
    end: int
    is_empty: bool


def tag_at(content: bytes, start: int, base: int = 0) -> Tag:
    """Return the tag that begins at byte `start` of a part; `content` begins at byte `base`."""
    found = _TAG.match(content, start - base)
    if found is None:
        raise ValueError("a tag never ends")
    return Tag(start, found.end() + base, found[0].endswith(b"/>"))


def plain_name(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise ValueError("the package declares a document type")


def _refuse_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
        raise ValueError("the package isn't written in UTF-8")
