"""Parts of a paper joined to one file."""

from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject


def join(parts: Iterable[bytes]) -> bytes:
    """One PDF of all pages in order; title, author and language are those of the first part.

    What several parts hold alike is kept once. The same parts give the same bytes.
    """
    readers = [PdfReader(BytesIO(part)) for part in parts]
    writer = PdfWriter()
    for place, reader in enumerate(readers):
        writer.append(reader, import_outline=place == 0)
    writer.metadata = readers[0].metadata
    if language := readers[0].root_object.get("/Lang"):
        writer.root_object[NameObject("/Lang")] = language
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    joined = BytesIO()
    writer.write(joined)
    return joined.getvalue()
