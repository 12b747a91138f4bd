"""Background jobs of the officer's office: list, page, progress, files."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pension.models import Job, JobFile, JobState, Officer
from pension.services import audit, jobs
from pension.views.access import OfficerRequest, officer_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.job_kinds import is_asked_by


@officer_required
def job_list(request: OfficerRequest) -> HttpResponse:
    """The latest jobs of the officer's office, with the files that are for the officer's posts."""
    files = Prefetch("files", JobFile.objects.visible_to(request.user))
    found = Job.objects.visible_to(request.user).select_related("owner").prefetch_related(files)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "pension/jobs.html", {"page": page})


@officer_required
def job_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """One job: progress until it ends, then its result and files."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return render(request, "pension/job.html", _context(job, request.user))


@officer_required
def job_progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """The progress bar alone, asked for each second; the page that the job changes is read anew."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    response = render(request, "_parts/job_progress.html", _context(job, request.user))
    shown_at = urlsplit(request.headers.get("HX-Current-URL", "")).path
    if job.is_finished and shown_at == urlsplit(job.link).path:
        response.headers["HX-Refresh"] = "true"
    return response


@officer_required
def job_file(request: OfficerRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand out an output file; a file with personal data leaves a trace."""
    output = get_object_or_404(JobFile.objects.visible_to(request.user), pk=pk)
    if output.holds_personal_data:
        detail = {"file": output.name, "sha256": output.sha256}
        deed = audit.Deed("下载含个人信息的文件", "job", output.job_id, detail)
        audit.record(deed, by=request.user, at=timezone.now())
    return FileResponse(output.file.open("rb"), as_attachment=True, filename=output.name)


@officer_required
@require_POST
@shows_refusals
def job_retry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Run a failed job again."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    jobs.retry(job.pk, by=request.user, at=timezone.now())
    messages.success(request, "已重新排队")
    return redirect("pension:job", pk)


def _context(job: Job, officer: Officer) -> dict[str, object]:
    files = [
        {"name": output.name, "url": reverse("pension:job_file", args=[output.pk])}
        for output in JobFile.objects.visible_to(officer).filter(job=job)
    ]
    poll = reverse("pension:job_progress", args=[job.pk])
    may_retry = job.state == JobState.FAILED and is_asked_by(job.kind, officer.posts)
    return {"job": job, "poll_url": poll, "files": files, "may_retry": may_retry}
