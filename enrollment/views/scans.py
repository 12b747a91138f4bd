"""Scans of signed papers, opened by those who may see what they rest on; each opening is noted."""

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils import timezone

from pension.services import audit
from pension.views.access import OfficerRequest


def open_scan(request: OfficerRequest, scan: FieldFile, deed: audit.Deed) -> FileResponse:
    """Show a scan in the browser; 404 where none was kept."""
    if not scan:
        raise Http404
    audit.record(deed, by=request.user, at=timezone.now())
    return FileResponse(scan.open("rb"), filename=PurePath(str(scan)).name)
