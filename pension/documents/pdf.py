"""HTML to PDF by WeasyPrint.

Importing this module takes two seconds, so only tasks and the services of papers import it.
Nothing is fetched but the fonts of our own directory: a template that names another address
stops the paper instead of leaving a hole in it.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from pension.documents.fonts import SCHEME, font_faces

_STYLESHEETS: Final = Path(__file__).parent / "stylesheets"


class PaperError(Exception):
    """A paper names something that it must not fetch."""


class Paper(StrEnum):
    """The looks of a paper: an official text, or a form upright or across."""

    OFFICIAL = "official"
    FORM = "form"
    FORM_LANDSCAPE = "form-landscape"


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


def render(template: str, context: dict[str, Any], *, paper: Paper = Paper.FORM) -> bytes:
    """Set a template as a PDF.

    The same template, context and fonts give the same bytes: no moment of making is written
    into the file, the template prints the one it is given. Raises ``PaperError`` when the
    template asks for an image, a stylesheet or a font that is not ours.
    """
    directory = Path(settings.PENSION_FONT_DIR)
    sheets, fonts = _look(paper, directory)
    html = HTML(
        string=render_to_string(template, context),
        base_url="paper:/",
        url_fetcher=_OwnFontsOnly(directory),
    )
    try:
        pdf: bytes = html.write_pdf(
            stylesheets=list(sheets), font_config=fonts, pdf_tags=True, pdf_identifier=b"pension"
        )
    except FatalURLFetchingError as error:
        raise PaperError(f"公文模板引用了不允许读取的地址：{error}") from error
    return pdf


@cache
def _look(paper: Paper, directory: Path) -> tuple[tuple[CSS, ...], FontConfiguration]:
    """Read the stylesheets of a paper and its fonts, once in the life of a worker."""
    fonts = FontConfiguration()
    names = ["paper", paper.value.partition("-")[0], "pictures"]
    texts = [font_faces(directory)]
    texts += [(_STYLESHEETS / f"{name}.css").read_text("utf-8") for name in names]
    if paper is Paper.FORM_LANDSCAPE:
        texts.append("@page { size: A4 landscape; }")
    fetcher = _OwnFontsOnly(directory)
    return tuple(CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in texts), fonts
