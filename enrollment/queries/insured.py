"""What enrollment knows of people that decides what is due to them: for the app above."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from enrollment.models import Case, Contribution, DeathNote, Person, SchemeEnrollment
from enrollment.queries.procedure import DISTRICT_DIGITS
from enrollment.queries.proven_years import ProvenYear, proven_years
from enrollment.rules.categories import Category, Confirmation, Drawing, Scheme
from enrollment.workflow.states import DEAD_STATES, CaseState
from pension.models import Officer, within
from pension.vocabulary.masking import mask_identity

_CASE_COLUMNS = (
    "pk",
    "number",
    "person_id",
    "region__code",
    "category",
    "state",
    "taken_on",
    "in_school_when_taken",
    "person__birth_date",
    "person__died_on",
)
DECIDED_STATES = (CaseState.CONFIRMED, CaseState.MERGED, CaseState.LEFT)


@dataclass(frozen=True, slots=True)
class Insured:
    """One case and its person; ``years`` is every year of contribution that counts.

    An original enrollee's scheme counts from the merge on: before it, whatever the roster says,
    the person is still in the legacy scheme.
    """

    case_id: int
    case_number: str
    person_id: int
    district: str
    category: Category
    confirmation: Confirmation
    is_dead: bool
    scheme: Scheme
    drawing: Drawing
    birth: date
    died_on: date | None
    taken_on: date | None
    in_school: bool | None
    years: tuple[ProvenYear, ...]


@dataclass(frozen=True, slots=True)
class CaseGlance:
    """A case in a few words, as pages of the app above show it; the identity number is masked."""

    case_id: int
    case_number: str
    person_id: int
    name: str
    identity: str
    birth: date
    category: Category
    state: CaseState
    district: str
    place: str


@dataclass(frozen=True, slots=True)
class ContributionGlance:
    """A year of contribution that counts, with its proof."""

    contribution_id: int
    year: int
    scheme: str
    proof: str
    source: str
    entered_at: datetime


def insured(case_ids: Sequence[int], officer: Officer) -> list[Insured]:
    """The named cases that ``officer`` may see, by four queries for some thousands of them."""
    return list(_insured(Case.objects.visible_to(officer).filter(pk__among=set(case_ids))))


def live_case_ids(officer: Officer, region_code: str, category: str = "") -> list[int]:
    """The cases of a region that are neither refused nor withdrawn, perhaps of one category."""
    cases = Case.objects.visible_to(officer).filter(**within("region__code", region_code))
    if category:
        cases = cases.filter(category=category)
    live = cases.exclude(state__in=DEAD_STATES)
    return list(live.order_by("pk").values_list("pk", flat=True))


def decided_cases(officer: Officer) -> QuerySet[Case]:
    """The cases whose identity, merge or leaving is settled, for the app above to count in."""
    return Case.objects.visible_to(officer).filter(state__in=DECIDED_STATES)


def changes_since(moment: str) -> Mapping[str, Q]:
    """What decides the dues of a case, in words, and whether it changed after a moment.

    It changed when it was entered or taken back. To be used in a query of cases, of which
    ``moment`` names a column.
    """
    entered, voided = Q(entered_at__gt=OuterRef(moment)), Q(voided_at__gt=OuterRef(moment))
    told, ended = Q(confirmed_at__gt=OuterRef(moment)), Q(ended_at__gt=OuterRef(moment))
    known = Q(confirmed_at__isnull=False)
    of_person = Q(person=OuterRef("person"))
    return {
        "办结": Q(confirmed_at__gt=F(moment)),
        "缴费年度": Q(Exists(Contribution.objects.filter(of_person, entered | voided))),
        "参保登记": Q(Exists(SchemeEnrollment.objects.filter(of_person, entered))),
        "死亡登记": Q(Exists(DeathNote.objects.filter(of_person, told | known & ended))),
    }


def people_of_cases(case_ids: Sequence[int]) -> list[int]:
    """The people of some cases, by key."""
    cases = Case.objects.filter(pk__among=set(case_ids))
    return sorted(set(cases.values_list("person_id", flat=True)))


def people_with_live_case(person_ids: Iterable[int]) -> set[int]:
    """Those of the people who have a case that is neither refused nor withdrawn."""
    live = Case.objects.filter(person__in=list(person_ids)).exclude(state__in=DEAD_STATES)
    return set(live.values_list("person_id", flat=True))


def people_without_live_case() -> QuerySet[Person]:
    """Those whose cases all were refused or withdrawn, to be used in a query."""
    cases = Case.objects.filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(cases)).exclude(
        Exists(cases.exclude(state__in=DEAD_STATES))
    )


def case_glance(case_id: int, officer: Officer) -> CaseGlance | None:
    """One case in a few words; None where ``officer`` may not see it."""
    cases = Case.objects.visible_to(officer).select_related("person", "region__parent")
    case = cases.filter(pk=case_id).first()
    if case is None:
        return None
    parent = case.region.parent
    return CaseGlance(
        case_id=case.pk,
        case_number=case.number,
        person_id=case.person_id,
        name=case.person.name,
        identity=mask_identity(case.person.identity_number),
        birth=case.person.birth_date,
        category=Category(case.category),
        state=CaseState(case.state),
        district=case.region.code[:DISTRICT_DIGITS],
        place=f"{parent.name if parent else ''}{case.region.name}",
    )


def contributions_of(person_id: int) -> list[ContributionGlance]:
    """The years of contribution that count, earliest first."""
    rows = Contribution.objects.filter(person=person_id, voided_at__isnull=True).order_by("year")
    return [
        ContributionGlance(
            row.pk, row.year, Scheme(row.scheme).label, row.proof, row.source, row.entered_at
        )
        for row in rows
    ]


def proof_taken_back(person: OuterRef, year: OuterRef) -> Q:
    """Whether a year of contribution was taken back and not noted anew, to be used in a query."""
    proofs = Contribution.objects.filter(person=person, year=year)
    return Q(Exists(proofs.filter(voided_at__isnull=False))) & ~Q(
        Exists(proofs.filter(voided_at__isnull=True))
    )


def _insured(cases: QuerySet[Case]) -> Iterator[Insured]:
    rows = list(cases.order_by("pk").values_list(*_CASE_COLUMNS))
    people = {row[2] for row in rows}
    current = {
        person: (Scheme(scheme), Drawing(drawing))
        for person, scheme, drawing in SchemeEnrollment.objects.filter(
            person__among=people, valid_to__isnull=True
        ).values_list("person_id", "scheme", "drawing")
    }
    years = proven_years(people)
    for case_id, number, person_id, code, category, state, taken_on, school, birth, died in rows:
        scheme, drawing = current.get(person_id, (Scheme.NONE, Drawing.NONE))
        yield Insured(
            case_id=case_id,
            case_number=number,
            person_id=person_id,
            district=code[:DISTRICT_DIGITS],
            category=Category(category),
            confirmation=_confirmation(category, state),
            is_dead=state in DEAD_STATES,
            scheme=_scheme(category, state, scheme),
            drawing=drawing,
            birth=birth,
            died_on=died,
            taken_on=taken_on,
            in_school=school,
            years=tuple(years.get(person_id, ())),
        )


def _confirmation(category: str, state: str) -> Confirmation:
    """Whether the identity is confirmed; original enrollees need no confirmation."""
    if category == Category.ORIGINAL:
        return Confirmation.EXEMPT
    return Confirmation.YES if state == CaseState.CONFIRMED else Confirmation.NO


def _scheme(category: str, state: str, enrolled: Scheme) -> Scheme:
    """The scheme that counts: that of an original enrollee is settled by the merge."""
    if category != Category.ORIGINAL or state == CaseState.MERGED:
        return enrolled
    return Scheme.LEAVING if state == CaseState.LEFT else Scheme.LEGACY
