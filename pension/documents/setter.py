"""`python -m pension.documents.setter FONTS PAPER`: sets parts that come in, one after the other.

It knows neither settings nor database. When whoever started it has gone, also by force, its input
ends, and so does it.
"""

import sys
from multiprocessing.connection import Connection
from pathlib import Path

from weasyprint.document import Document

from pension.documents import setting
from pension.documents.looks import Paper
from pension.documents.parts import ROW, Part

NOT_AS_PLANNED = b""


def main(fonts: str, paper: str) -> None:
    """Answer every part with its PDF, or with nothing when its pages begin at other rows."""
    coming = Connection(sys.stdin.fileno(), writable=False)
    going = Connection(sys.stdout.fileno(), readable=False)
    while True:
        try:
            said = coming.recv_bytes()
        except EOFError:
            return
        going.send_bytes(set_part(Part.from_bytes(said), Paper(paper), Path(fonts)))


def set_part(part: Part, paper: Paper, fonts: Path) -> bytes:
    """Set a part; ``NOT_AS_PLANNED`` when a row stands on another page than was foreseen."""
    document = setting.lay_out(part.html, paper, fonts, styles=part.styles)
    if not part.starts:
        return setting.write(document, document.pages, tags=False)
    found = [first_row(document, page) for page in range(len(document.pages))]
    whole = len(part.starts)
    if found[:whole] != list(part.starts) or part.goes_on != (len(found) > whole):
        return NOT_AS_PLANNED
    return setting.write(document, document.pages[:whole], tags=False)


def first_row(document: Document, page: int) -> int | None:
    """The row that begins a page, counted from the first of the text."""
    rows = (name for name in document.pages[page].anchors if name.startswith(ROW))
    return min((int(name.removeprefix(ROW)) for name in rows), default=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
