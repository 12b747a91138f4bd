"""Receipt, list of missing papers and approval sheet of a case, asked for on its page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.forms.case_papers import MissingPapersForm
from enrollment.models import Case
from enrollment.queries.dossier import with_papers
from enrollment.services import case_papers
from enrollment.workflow.desks import READING_POSTS
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals
from pension.vocabulary.errors import CaseError


@require_POST
@posts_required(*READING_POSTS)
@shows_refusals
def receipt(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for the receipt of the application."""
    job = case_papers.print_receipt(_case(request, pk), by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


@require_POST
@posts_required(*READING_POSTS)
@shows_refusals
def missing(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for the list of what is wanting, with the day by which to bring it."""
    case = _case(request, pk)
    form = MissingPapersForm(request.POST)
    if not form.is_valid():
        raise CaseError(*(str(fault) for faults in form.errors.values() for fault in faults))
    until = form.cleaned_data["until"]
    job = case_papers.print_missing(case, until, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


@require_POST
@posts_required(*READING_POSTS)
@shows_refusals
def approval_sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for the approval sheet with every desk's opinion."""
    job = case_papers.print_approval_sheet(_case(request, pk), by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)


def _case(request: OfficerRequest, pk: int) -> Case:
    return get_object_or_404(with_papers(Case.objects.visible_to(request.user)), pk=pk)
