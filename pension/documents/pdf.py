"""Papers of some pages: a template set as PDF, in this process.

Lists and letters that grow with the number of people are set by `pension.documents.long`.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from pension.documents import setting
from pension.documents.looks import Paper, PaperError

__all__ = ["Paper", "PaperError", "render"]


def render(template: str, context: dict[str, Any], *, paper: Paper = Paper.FORM) -> bytes:
    """Set a template as a PDF.

    The same template, context and fonts give the same bytes: no moment of making is written
    into the file, the template prints the one it is given. Raises ``PaperError`` when the
    template asks for an image, a stylesheet or a font that is not ours.
    """
    html = render_to_string(template, context)
    document = setting.lay_out(html, paper, Path(settings.PENSION_FONT_DIR))
    return setting.write(document, document.pages, tags=True)
