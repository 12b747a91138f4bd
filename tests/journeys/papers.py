"""What stands on papers that were downloaded."""

from pathlib import Path

from pypdf import PdfReader


def text_of(paper: Path) -> str:
    """The text of a PDF without spaces and line breaks, all of its fonts being embedded."""
    reader = PdfReader(paper)
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile" in " ".join(descendant["/FontDescriptor"].get_object())
    return "".join("".join(page.extract_text().split()) for page in reader.pages)
