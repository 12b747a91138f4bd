"""What desks say on cases: written with the step, set aside by a return, never erased."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from enrollment.models import Case, DeskOpinion
from enrollment.models.cases import CaseQuerySet
from enrollment.workflow.desks import FACTS_OF_DESK
from enrollment.workflow.states import Opinion
from pension.models import Officer
from pension.vocabulary.posts import Desk

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a paper opinion, when, and where its scan is kept."""

    signed_by: str
    signed_on: date
    scan: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a desk says: its opinion, the words, and the paper if it was said on paper."""

    desk: Desk
    opinion: Opinion
    text: str = ""
    signature: Signature | None = None


def write(case_ids: Sequence[int], spoken: Spoken, *, by: Officer, at: datetime) -> None:
    """Write the opinion on each case for its round, with the facts that the desk answers for.

    Call it in the transaction of the step. What the same desk said before is set aside.
    """
    set_aside(case_ids, {spoken.desk}, at)
    paper = spoken.signature
    columns: dict[str, Any] = {
        "desk": spoken.desk,
        "opinion": spoken.opinion,
        "text": spoken.text,
        "on_paper": paper is not None,
        "officer": by,
        "at": at,
    }
    if paper is not None:
        columns |= {
            "signed_by": paper.signed_by,
            "signed_on": paper.signed_on,
            "scan": paper.scan,
        }
    for start in range(0, len(case_ids), CHUNK):
        cases = _cases(case_ids[start : start + CHUNK])
        DeskOpinion.objects.bulk_create(
            DeskOpinion(
                case=case, round=case.round, confirmed=facts_of(case, spoken.desk), **columns
            )
            for case in cases
        )


def set_aside(case_ids: Sequence[int], desks: Collection[Desk], at: datetime) -> None:
    """Set aside what ``desks`` said on the cases; it stays readable."""
    for start in range(0, len(case_ids), CHUNK):
        DeskOpinion.objects.filter(
            case__in=case_ids[start : start + CHUNK], desk__in=desks, set_aside_at__isnull=True
        ).update(set_aside_at=at)


def facts_of(case: Case, desk: Desk) -> Mapping[str, str | None]:
    """The facts that ``desk`` answers for, as text; ``None`` is not known."""
    values = {name: getattr(case, name) for name in FACTS_OF_DESK.get(desk, ())}
    return {name: None if value is None else str(value) for name, value in values.items()}


def _cases(keys: Sequence[int]) -> CaseQuerySet:
    return Case.objects.filter(pk__in=keys).select_related("approval", "agreement")
