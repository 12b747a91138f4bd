"""Cases as lists show them: plain rows with where each is stuck, by a few queries in all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from enrollment.models import Case
from enrollment.models.cases import CaseQuerySet
from enrollment.queries.due import DueClock
from enrollment.queries.facts import waiting_facts
from enrollment.workflow.states import OPEN_STATES, CaseState
from enrollment.workflow.waiting import stuck_at
from pension.models import Region, RegionLevel

# What a row and the words on where it is stuck are made of: a list reads no more of a case.
SHOWN = (
    "number",
    "region",
    "category",
    "state",
    "state_since",
    "due_date",
    "round",
    "is_supplementary",
    "signed_roster",
    "police_asked",
    "rights_told_on",
    "choice",
    "refusal_code",
    "remedy_until",
    "person__name",
    "person__identity_number",
    "person__opening_in_force_at",
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list; the identity number is masked."""

    key: int
    number: str
    name: str
    identity: str
    place: str
    category: str
    state: CaseState
    waited_days: int | None
    due: tuple[str, str]
    stuck: str
    is_supplementary: bool
    round: int


def with_relations(cases: CaseQuerySet) -> CaseQuerySet:
    """Cases with their people, by the columns that a list shows."""
    return cases.select_related("person").only(*SHOWN)


def case_rows(cases: Sequence[Case], today: date) -> list[CaseRow]:
    """The rows of ``cases`` (taken through ``with_relations``) as they stand on ``today``."""
    facts = waiting_facts(cases)
    clock = DueClock(today)
    places = place_names(case.region_id for case in cases)
    return [
        CaseRow(
            key=case.pk,
            number=case.number,
            name=case.person.name,
            identity=case.person.masked_identity,
            place=places[case.region_id],
            category=case.category_label,
            state=CaseState(case.state),
            waited_days=_waited(case, today),
            due=clock.badge(case.due_date),
            stuck=stuck_at(CaseState(case.state), facts[case.pk]),
            is_supplementary=case.is_supplementary,
            round=case.round,
        )
        for case in cases
    ]


def place_of(region: Region) -> str:
    """Street, community and group of a region in short: «马金铺 · 化城 2组»."""
    names: dict[str, str] = {}
    at: Region | None = region
    while at is not None and RegionLevel.STREET not in names:
        names[at.level] = at.name
        at = at.parent if at.level != RegionLevel.STREET else None
    street = names.get(RegionLevel.STREET, "").removesuffix("街道")
    community = names.get(RegionLevel.COMMUNITY, "").removesuffix("社区")
    near = " ".join(filter(None, [community, names.get(RegionLevel.GROUP, "")]))
    return " · ".join(filter(None, [street, near]))


def place_names(regions: Iterable[int]) -> Mapping[int, str]:
    """The short names of regions by their keys; a list names few regions, each many times."""
    found = Region.objects.filter(pk__in=set(regions)).select_related("parent__parent")
    return {region.pk: place_of(region) for region in found}


def _waited(case: Case, today: date) -> int | None:
    """Calendar days in the present state, for cases that are open."""
    if case.state not in OPEN_STATES:
        return None
    return (today - timezone.localdate(case.state_since)).days
