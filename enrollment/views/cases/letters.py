"""Papers that a case page asks the worker for."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrollment.models import Case
from enrollment.services import letters
from enrollment.workflow.desks import READING_POSTS
from pension.views.access import OfficerRequest, posts_required
from pension.views.refusals import shows_refusals


@require_POST
@posts_required(*READING_POSTS)
@shows_refusals
def case_letter(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for the letter of a refusal, and show its progress."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    job = letters.print_refusal(case, by=request.user, at=timezone.now())
    return redirect("pension:job", job.pk)
