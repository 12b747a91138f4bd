"""HTML to PDF by WeasyPrint; without Django, so that a small process of its own can do it.

Importing this module takes two seconds, so only workers and the setters of parts import it.
Nothing is fetched but the fonts of our own directory: a text that names another address stops
the paper instead of leaving a hole in it.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from pension.documents.fonts import SCHEME, font_faces
from pension.documents.looks import Paper, PaperError

_STYLESHEETS: Final = Path(__file__).parent / "stylesheets"


class _OwnFontsOnly(URLFetcher):
    """Hands out the fonts of one directory and refuses every other address."""

    def __init__(self, directory: Path) -> None:
        super().__init__(allowed_protocols={SCHEME})
        self.directory = directory

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Give the font file behind ``pension-font:NAME``; refuse anything else."""
        scheme, _, name = url.partition(":")
        path = self.directory / unquote(name)
        if scheme != SCHEME or path.parent != self.directory or not path.is_file():
            raise FatalURLFetchingError(url)
        return URLFetcherResponse(url, path.read_bytes())


def lay_out(html: str, paper: Paper, fonts: Path, *, styles: str = "") -> Document:
    """Break a text into pages, with the fonts of a directory; ``styles`` come after ours.

    Raises ``PaperError`` when the text asks for an image, a stylesheet or a font that is not ours.
    """
    sheets, configuration = _look(paper, fonts)
    fetcher = _OwnFontsOnly(fonts)
    own = [CSS(string=styles, font_config=configuration, url_fetcher=fetcher)] if styles else []
    source = HTML(string=html, base_url="paper:/", url_fetcher=fetcher)
    try:
        return source.render(stylesheets=[*sheets, *own], font_config=configuration)
    except FatalURLFetchingError as error:
        raise PaperError(f"公文模板引用了不允许读取的地址：{error}") from error


def write(document: Document, pages: Sequence[Page], *, tags: bool) -> bytes:
    """Draw some pages of a text; the same pages give the same bytes.

    ``tags`` tell a reading program headings and tables; they cannot be joined from parts.
    """
    for page in pages:
        page.anchors.clear()  # places for us, not links for readers
    pdf: bytes = document.copy(list(pages)).write_pdf(pdf_tags=tags, pdf_identifier=b"pension")
    return pdf


@cache
def _look(paper: Paper, fonts: Path) -> tuple[tuple[CSS, ...], FontConfiguration]:
    """Read the stylesheets of a paper and its fonts, once in the life of a worker."""
    configuration = FontConfiguration()
    names = ["paper", paper.value.partition("-")[0], "pictures"]
    texts = [font_faces(fonts)]
    texts += [(_STYLESHEETS / f"{name}.css").read_text("utf-8") for name in names]
    if paper is Paper.FORM_LANDSCAPE:
        texts.append("@page { size: A4 landscape; }")
    fetcher = _OwnFontsOnly(fonts)
    sheets = (CSS(string=text, font_config=configuration, url_fetcher=fetcher) for text in texts)
    return tuple(sheets), configuration
