"""My work: counts that are links, the next cases, how far each street is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from enrollment.queries import worklist as enrollment_work
from enrollment.tables.cases import case_table
from enrollment.workflow.desks import queues_of
from pension.views.access import OfficerRequest, officer_required
from performance.queries import worklist as performance_work
from subsidies.queries import worklist as subsidies_work

NEXT_CASES = 8


@officer_required
def home(request: OfficerRequest) -> HttpResponse:
    """The first page after signing in."""
    officer, today = request.user, timezone.localdate()
    tiles = [
        *enrollment_work.tiles(officer, today),
        *subsidies_work.tiles(officer, today),
        *performance_work.tiles(officer, today),
    ]
    rows = enrollment_work.next_cases(officer, today, NEXT_CASES)
    context = {
        "today": today,
        "tiles": tiles,
        "next_cases": case_table(rows, caption="下一件", is_narrow=True) if rows else None,
        "desks": [queue for queue in queues_of(officer.posts) if queue.can_be_done_in_bulk],
        "streets": enrollment_work.street_progress(officer),
    }
    return render(request, "home.html", context)
