"""待核算: settled cases that were never worked out, or not since something was entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
)

from enrollment.queries.cases import place_names
from enrollment.queries.insured import changes_since, decided_cases
from enrollment.rules.categories import Category
from pension.models import Officer, within
from subsidies.models import OpeningRecord
from subsidies.queries.disputes import people_to_work_out_again
from subsidies.workflow.states import OpeningState

CHECKED = "current__checked_at"
NEVER = Q(**{f"{CHECKED}__isnull": True})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits; ``checked_at`` is None where it was never worked out.

    ``grounds`` name what changed since; the identity number is masked.
    """

    case_id: int
    number: str
    name: str
    identity: str
    place: str
    category: Category
    checked_at: datetime | None
    grounds: Sequence[str]


def uncalculated(officer: Officer) -> QuerySet[Any]:
    """The cases that ``officer`` may see and that wait to be worked out."""
    return _with_calculation(officer).filter(_waits())


def count_uncalculated(officer: Officer) -> int:
    """How many cases wait to be worked out."""
    return uncalculated(officer).count()


def uncalculated_ids(
    officer: Officer, region_code: str, category: str, *, since: datetime
) -> list[int]:
    """The cases of a region, perhaps of one category, that waited at the moment ``since``.

    Those worked out from then on are among them: work that is done again counts the same.
    """
    cases = _with_calculation(officer).filter(**within("region__code", region_code))
    if category:
        cases = cases.filter(category=category)
    done = Q(**{f"{CHECKED}__gte": since})
    return list(cases.filter(_waits() | done).order_by("pk").values_list("pk", flat=True))


def with_grounds(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Waiting cases with their people, the last calculation and what changed since."""
    told = {
        f"ground_{place}": ExpressionWrapper(changed, output_field=BooleanField())
        for place, changed in enumerate(_changes().values())
    }
    return cases.annotate(checked_at=F(CHECKED), **told).select_related("person")


def waiting_rows(cases: Sequence[Any]) -> list[Waiting]:
    """The rows of waiting cases that were taken through ``with_grounds``, by one query."""
    places = place_names(case.region_id for case in cases)
    return [
        Waiting(
            case_id=case.pk,
            number=case.number,
            name=case.person.name,
            identity=case.person.masked_identity,
            place=places[case.region_id],
            category=Category(case.category),
            checked_at=case.checked_at,
            grounds=[w for place, w in enumerate(_changes()) if getattr(case, f"ground_{place}")],
        )
        for case in cases
    ]


def _with_calculation(officer: Officer) -> QuerySet[Any]:
    """The settled cases, each with the calculation in force of its person as ``current``."""
    in_force = Q(person__calculations__is_current=True)
    current = FilteredRelation("person__calculations", condition=in_force)
    return decided_cases(officer).annotate(current=current)


def _waits() -> Q:
    return reduce(or_, _changes().values(), NEVER)


def _changes() -> Mapping[str, Q]:
    """What dues depend on, in words, and whether it changed since the calculation in force."""
    opened = OpeningRecord.objects.filter(
        person=OuterRef("person"),
        state=OpeningState.IN_FORCE,
        decided_at__gt=OuterRef(CHECKED),
    )
    return {
        **changes_since(CHECKED),
        "期初数据": Q(Exists(opened)),
        "裁定取消": Q(person__in=people_to_work_out_again()),
    }
