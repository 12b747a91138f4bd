"""Recoveries that wait at an officer's desk, as tiles of the first page."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from pension.models import Officer
from pension.queries.worklist import Tile
from pension.vocabulary.money import yuan
from pension.vocabulary.posts import Post
from subsidies.models import Recovery
from subsidies.queries.overpaid import GLANCED_AT, glance
from subsidies.queries.recoveries import overdue
from subsidies.rules.overpaid import total_fen
from subsidies.workflow.states import RecoveryState

# At whose desk a recovery waits; what is collected waits for money, not for an officer.
DESKS = {
    RecoveryState.DRAFT: Post.PREPARE,
    RecoveryState.SUBMITTED: Post.SECOND_CHECK,
    RecoveryState.CHECKED: Post.DIRECTOR,
    RecoveryState.DECIDED: Post.PREPARE,
}


def recovery_tiles(officer: Officer, today: date) -> Iterator[Tile]:
    """What was overpaid, recoveries at the officer's desk, and parts that are overdue."""
    if officer.holds(Post.PREPARE):
        yield from _found_tile(officer, today)
    visible = Recovery.objects.visible_to(officer)
    for state, post in DESKS.items():
        count = visible.filter(state=state).count() if officer.holds(post) else 0
        if count:
            yield Tile(f"追回{state.label}", count, _url(f"state={state}"), "多付补助的追回")
    if officer.holds(Post.PREPARE, Post.CASHIER):
        late = overdue(visible, today).count()
        if late:
            yield Tile("追回逾期未退", late, _url("late=yes"), "有到期未退的款项", urgent=True)


def at_desks_of(officer: Officer) -> QuerySet[Recovery]:
    """The recoveries that wait at a desk of the officer's."""
    states = [state for state, post in DESKS.items() if officer.holds(post)]
    return Recovery.objects.visible_to(officer).filter(state__in=states)


def _found_tile(officer: Officer, today: date) -> Iterator[Tile]:
    seen = glance(officer, today)
    if seen.found or seen.has_more:
        note = f"涉及 {yuan(total_fen(seen.found))} 元"
        if seen.has_more:
            note = f"先查 {GLANCED_AT} 人，{note}，其余打开后查"
        yield Tile("多付待追回", len(seen.found), reverse("subsidies:overpaid"), note)


def _url(query: str) -> str:
    return f"{reverse('subsidies:recoveries')}?{query}"
