"""Staged imports: list, new, preview, commit, discard, files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.forms.uploads import UploadForm
from pension.models import Upload, UploadState
from pension.services import uploads
from pension.services.uploads import ImportKind
from pension.views import upload_tables
from pension.views.access import OfficerRequest, officer_required
from pension.views.pages import page_links
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError
from pension.workbooks import template

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@officer_required
def upload_list(request: OfficerRequest, kind: str) -> HttpResponse:
    """What the officer's office has uploaded of a kind."""
    known = _kind_or_404(kind)
    found = Upload.objects.visible_to(request.user).filter(kind=kind).select_related("officer")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    table = upload_tables.upload_list(known, page.object_list)
    context = {
        "kind": known,
        "table": table,
        "page": page_links(page, request.GET),
        "may_upload": known.is_worked_by(request.user),
    }
    return render(request, "pension/uploads/list.html", context)


@officer_required
@shows_refusals
def upload_new(request: OfficerRequest, kind: str) -> HttpResponse:
    """Hand a workbook in; the check runs in the background."""
    known = _kind_or_404(kind)
    known.require(request.user)
    said = known.prepare(request.user, request.GET.dict())
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    if form.is_valid():
        upload = uploads.stage(
            kind, form.cleaned_data["file"], request.GET.dict(), by=request.user, at=timezone.now()
        )
        return redirect("pension:upload", upload.pk)
    context = {"kind": known, "form": form, "subject": said.get("subject", "")}
    return render(request, "pension/uploads/new.html", context)


@officer_required
def upload_template(request: OfficerRequest, kind: str) -> HttpResponse:
    """The workbook to fill in."""
    known = _kind_or_404(kind)
    if not known.has_template:
        raise Http404
    content = template(known.sheet_for({}))
    response = HttpResponse(content, content_type=WORKBOOK)
    response.headers["Content-Disposition"] = upload_tables.attachment(f"{known.title}模板.xlsx")
    return response


@officer_required
def upload_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Progress, preview or result; the desk that imports sees numbers whole, which is noted."""
    upload = _upload_or_404(request, pk)
    kind = _kind_or_404(upload.kind)
    is_whole = kind.is_worked_by(request.user)
    if is_whole and kind.masks and upload.state in upload_tables.PREVIEWED:
        deed = f"打开{kind.title}预览（完整号码）"
        uploads.note_opening(upload, deed, by=request.user, at=timezone.now())
    context = upload_tables.upload_page(upload, kind, request.GET, is_whole=is_whole)
    return render(request, "pension/uploads/page.html", context)


@officer_required
@require_POST
@shows_refusals
def upload_commit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Commit the good rows."""
    upload = _upload_or_404(request, pk)
    uploads.request_commit(upload.pk, by=request.user, at=timezone.now())
    return redirect("pension:upload", pk)


@officer_required
@require_POST
@shows_refusals
def upload_discard(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give the upload up."""
    upload = _upload_or_404(request, pk)
    uploads.discard(upload.pk, by=request.user, at=timezone.now())
    messages.success(request, f"已放弃「{upload.name}」，没有任何内容入库")
    return redirect("pension:uploads", upload.kind)


@officer_required
@shows_refusals
def upload_file(request: OfficerRequest, pk: int) -> FileResponse:
    """The uploader's own file with the errors beside the rows."""
    upload = _upload_or_404(request, pk)
    _kind_or_404(upload.kind).require(request.user)
    if not upload.returned_file or upload.state == UploadState.DISCARDED:
        raise Http404
    uploads.note_opening(upload, "下载带错误说明的文件", by=request.user, at=timezone.now())
    stored = upload.returned_file.open("rb")
    return FileResponse(stored, as_attachment=True, filename=uploads.returned_name(upload))


def _upload_or_404(request: OfficerRequest, pk: int) -> Upload:
    found = Upload.objects.visible_to(request.user).select_related(
        "officer", "committed_by", "check_job", "commit_job"
    )
    return get_object_or_404(found, pk=pk)


def _kind_or_404(code: str) -> ImportKind:
    try:
        return uploads.kind_of(code)
    except CaseError as unknown:
        raise Http404 from unknown
