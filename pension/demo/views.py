"""The page of sample workbooks, for a newcomer to the demo."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from pension.demo import offices, samples
from pension.views.access import OfficerRequest, officer_required


@officer_required
def sample_list(request: OfficerRequest) -> HttpResponse:
    """The samples, and whom to sign in as to try them."""
    if not offices.is_demo():
        raise Http404
    context = {"samples": samples.described(), "accounts": offices.accounts()}
    return render(request, "samples.html", context)


@officer_required
def sample(request: OfficerRequest, name: str) -> FileResponse:
    """One sample workbook."""
    if not offices.is_demo() or name not in samples.names():
        raise Http404
    content = default_storage.open(f"{samples.FOLDER}/{name}")
    return FileResponse(content, as_attachment=True, filename=name)
