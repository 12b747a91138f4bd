"""Long lists inside a form: page by page, the ticks of other pages and what was typed kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from enrollment.views.outcomes import ticked
from pension.views.access import OfficerRequest

ROWS = 100
TURN, SHOWN, LEFT_OUT = "turn", "shown", "left_out"
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Row]):
    """The rows of one page; ``ticked`` are the keys ticked anywhere, ``kept`` those elsewhere.

    ``name`` is what the check boxes send.
    """

    name: str
    page: Page[Row]
    ticked: frozenset[int]
    kept: Sequence[int]


def answer(request: OfficerRequest) -> QueryDict | None:
    """What was sent for good; None while the officer only turns a page or opens the form."""
    is_sent = request.method == "POST" and TURN not in request.POST
    return request.POST if is_sent else None


def typed(request: OfficerRequest, **initial: object) -> dict[str, Any]:
    """What a form begins with: its usual values, or what was typed before a page was turned.

    A form that was sent begins with the former: its file field would take a text for a file.
    """
    return initial | request.POST.dict() if answer(request) is None else initial


def sheet_of(
    request: OfficerRequest,
    rows: Sequence[Row] | QuerySet[Any, Row],
    keys: Sequence[int],
    *,
    name: str = LEFT_OUT,
) -> Sheet[Row]:
    """The page asked for of ``rows``, whose keys are ``keys`` in the same order."""
    asked = request.POST.get(TURN) or request.POST.get(SHOWN)
    page = Paginator(rows, ROWS).get_page(asked)
    chosen = frozenset(ticked(request, name)) & frozenset(keys)
    here = keys[max(page.start_index() - 1, 0) : page.end_index()]
    return Sheet(name, page, chosen, sorted(chosen - frozenset(here)))
