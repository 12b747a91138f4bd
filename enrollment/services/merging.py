"""The merge desk: rights told, choices noted, original enrollees merged or left.

Functions for many cases judge each by itself and return an ``Outcome``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enrollment.models import Case, Person
from enrollment.rules.categories import Scheme
from enrollment.services.insurance import Choice, choose_many
from enrollment.services.moves import move
from enrollment.workflow.states import MergeChoice
from pension.models import Officer
from pension.services.steps import Outcome, Statement
from pension.vocabulary.errors import CaseError

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
SCHEME_OF: Mapping[MergeChoice, Scheme] = {
    MergeChoice.RESIDENT: Scheme.RESIDENT,
    MergeChoice.EMPLOYEE: Scheme.EMPLOYEE,
    MergeChoice.LEAVE: Scheme.LEAVING,
}


@transaction.atomic
def note_opening(person_ids: Sequence[int], *, at: datetime) -> None:
    """Note that the opening balances of these people are in force from ``at`` on.

    Called by the app above, in the transaction in which the second officer puts them in force; a
    case that is accepted later finds the note too.
    """
    for keys in _chunks(person_ids):
        Person.objects.filter(pk__in=keys).update(opening_in_force_at=at)


def tell_rights(case_ids: Sequence[int], *, told_on: date, by: Officer, at: datetime) -> Outcome:
    """Note that the people of these cases were told their rights (权益告知) on a day.

    Refused: a day to come. A day noted before is replaced, and stays in the history.
    """
    if told_on > timezone.localdate(at):
        raise CaseError(f"告知日期{told_on:%Y-%m-%d}晚于今天，请核对")
    says = Statement(reason=f"告知日期 {told_on:%Y-%m-%d}", columns={"rights_told_on": told_on})
    return move(case_ids, "tell_rights", by=by, at=at, says=says)


@transaction.atomic
def note_choices(choices: Mapping[int, MergeChoice], *, by: Officer, at: datetime) -> Outcome:
    """Note what the person of each case chose; a choice that is noted already changes nothing.

    Refused: before the rights were told.
    """
    wanted: dict[MergeChoice, list[int]] = defaultdict(list)
    for key, noted in _noted_choices(list(choices), by).items():
        if choices[key] != noted:
            wanted[choices[key]].append(key)
    outcome = Outcome()
    for choice, keys in wanted.items():
        says = Statement(reason=choice.label, columns={"choice": choice})
        part = move(keys, "note_choice", by=by, at=at, says=says)
        outcome.done += part.done
        outcome.refused |= part.refused
    return outcome


@transaction.atomic
def merge(case_ids: Sequence[int], *, by: Officer, at: datetime) -> Outcome:
    """Settle cases by the choice noted: merged into a scheme, or left the legacy one.

    Waits for the opening balance in force, the rights told and a choice. The scheme chosen counts
    from the day of ``at``.
    """
    outcome = move(case_ids, "merge", by=by, at=at, says=Statement(columns={"confirmed_at": at}))
    day = timezone.localdate(at)
    choices = [
        Choice(person, day, f"并轨 {number}", SCHEME_OF[MergeChoice(choice)])
        for keys in _chunks(outcome.done)
        for person, number, choice in Case.objects.filter(pk__in=keys).values_list(
            "person_id", "number", "choice"
        )
    ]
    choose_many(choices, by=by, at=at)
    return outcome


def _noted_choices(keys: Sequence[int], by: Officer) -> dict[int, str]:
    """The choice on each case that the officer may see; others keep what was asked for out."""
    noted: dict[int, str] = {}
    for part in _chunks(keys):
        noted |= dict(Case.objects.visible_to(by).filter(pk__in=part).values_list("pk", "choice"))
    return noted


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
