"""A blank page that stands for a signed and stamped paper."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

A4_POINTS = (595, 842)


def blank_scan() -> SimpleUploadedFile:
    """A PDF of one empty A4 page, as if it had been scanned."""
    writer, buffer = PdfWriter(), BytesIO()
    writer.add_blank_page(*A4_POINTS)
    writer.write(buffer)
    return SimpleUploadedFile("演示扫描件.pdf", buffer.getvalue(), "application/pdf")
