"""Filled workbooks, handed in and checked as an officer does it."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from pension.models import Job, JobState, Officer, Upload
from pension.services import jobs, uploads
from pension.workbooks import Sheet, template
from tests.clock import NOON


def filled(sheet: Sheet, rows: Sequence[Mapping[str, object]]) -> bytes:
    """The template of a sheet with rows, each a mapping of headings to what stands in the cell."""
    book = load_workbook(BytesIO(template(sheet)))
    worksheet = book[sheet.title]
    places = {str(cell.value).rstrip("*"): cell.column for cell in worksheet[1]}
    for number, row in enumerate(rows, 2):
        for header, value in row.items():
            worksheet.cell(number, places[header], value)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def handed_in(
    kind: str, content: bytes, by: Officer, name: str = "花名册.xlsx", **said: str
) -> Upload:
    """Stage a file and run its check."""
    upload = uploads.stage(kind, SimpleUploadedFile(name, content), said, by=by, at=NOON)
    run_jobs()
    upload.refresh_from_db()
    return upload


def committed(upload: Upload, by: Officer) -> Upload:
    """Confirm an upload and run its commit."""
    uploads.request_commit(upload.pk, by=by, at=NOON)
    run_jobs()
    upload.refresh_from_db()
    return upload


def run_jobs() -> None:
    """Run whatever is queued, as a worker would."""
    for key in Job.objects.filter(state=JobState.QUEUED).values_list("pk", flat=True):
        jobs.run(key, lambda: NOON)
