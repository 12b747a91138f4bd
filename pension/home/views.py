"""My work: counts that are links, the next cases, how far each street is."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from enrollment.queries import worklist as enrollment_work
from enrollment.tables.cases import case_table
from enrollment.workflow.desks import queues_of
from pension.home.batches import batch_table
from pension.home.shortcuts import shortcuts_of
from pension.models import Officer
from pension.queries.worklist import Tile
from pension.tables import Table
from pension.views.access import OfficerRequest, officer_required
from performance.queries import worklist as performance_work
from subsidies.queries import worklist as subsidies_work

NEXT_CASES, NEXT_BATCHES = 8, 5


@officer_required
def home(request: OfficerRequest) -> HttpResponse:
    """The first page after signing in."""
    officer, today = request.user, timezone.localdate()
    queues = queues_of(officer.posts)
    context = {
        "today": today,
        "tiles": _tiles(officer, today),
        "shortcuts": shortcuts_of(officer),
        "has_case_desk": bool(queues),
        "next_cases": _next_cases(officer, today),
        "next_batches": batch_table(subsidies_work.next_batches(officer, NEXT_BATCHES)),
        "desks": [queue for queue in queues if queue.can_be_done_in_bulk],
        "streets": enrollment_work.street_progress(officer),
    }
    return render(request, "home.html", context)


def _tiles(officer: Officer, today: date) -> list[Tile]:
    return [
        *enrollment_work.tiles(officer, today),
        *subsidies_work.tiles(officer, today),
        *performance_work.tiles(officer, today),
    ]


def _next_cases(officer: Officer, today: date) -> Table | None:
    rows = enrollment_work.next_cases(officer, today, NEXT_CASES)
    return case_table(rows, caption="下一件", is_narrow=True) if rows else None
