"""A step on cases that the officer may see: every decision on a case goes through here."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from enrollment.models import Case, NoticeEntry, ReviewEntry
from enrollment.services.chain import CASES
from pension.models import Officer
from pension.services.steps import NOTHING_SAID, Outcome, Statement, take_many
from pension.vocabulary.errors import CaseError

CHUNK = 500
NOT_YOURS = "没有这一件，或不在您单位的辖区内"


@transaction.atomic
def move(
    case_ids: Sequence[int],
    step_name: str,
    *,
    by: Officer,
    at: datetime,
    says: Statement = NOTHING_SAID,
) -> Outcome:
    """Take a step of the chain on each case by itself; those that refuse stay as they are.

    Cases outside the officer's region are refused like cases that do not exist. Raises
    ``CaseError`` when the step needs a reason and none is given.
    """
    wanted = list(dict.fromkeys(case_ids))
    visible = _visible(wanted, by)
    outcome = take_many(
        CASES, [key for key in wanted if key in visible], step_name, by=by, at=at, says=says
    )
    for key in wanted:
        if key not in visible:
            outcome.refused[key] = [NOT_YOURS]
    return outcome


def insist(outcome: Outcome) -> None:
    """Raise what was refused: for decisions on one case, where a refusal is an error."""
    for sentences in outcome.refused.values():
        raise CaseError(*sentences)


def leave_lists(case_ids: Sequence[int], at: datetime) -> None:
    """Take cases off the notice they hang on, and set their results of joint reviews aside."""
    for start in range(0, len(case_ids), CHUNK):
        keys = case_ids[start : start + CHUNK]
        NoticeEntry.objects.filter(case__in=keys, ended_at__isnull=True).update(ended_at=at)
        ReviewEntry.objects.filter(case__in=keys, set_aside_at__isnull=True).update(set_aside_at=at)


def _visible(keys: Sequence[int], by: Officer) -> set[int]:
    """Which of the cases lie in the region of the officer's office."""
    found: set[int] = set()
    for start in range(0, len(keys), CHUNK):
        rows = Case.objects.visible_to(by).filter(pk__in=keys[start : start + CHUNK])
        found.update(rows.values_list("pk", flat=True))
    return found
