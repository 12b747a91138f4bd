"""The page of sample workbooks, for a newcomer to the demo."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from pension.demo import offices, samples
from pension.demo.walk import WALK
from pension.views.access import OfficerRequest, officer_required


@officer_required
def sample_list(request: OfficerRequest) -> HttpResponse:
    """The walk through the desks, the samples, and whom to sign in as."""
    if not offices.is_demo():
        raise Http404
    accounts = offices.accounts()
    posts = {account.username: account.post for account in accounts}
    context = {
        "walk": [(stop, posts.get(stop.username, "")) for stop in WALK],
        "samples": samples.described(),
        "accounts": accounts,
    }
    return render(request, "samples.html", context)


@officer_required
def sample(request: OfficerRequest, name: str) -> FileResponse:
    """One sample workbook."""
    if not offices.is_demo() or name not in samples.names():
        raise Http404
    content = default_storage.open(f"{samples.FOLDER}/{name}")
    return FileResponse(content, as_attachment=True, filename=name)
