"""What was overpaid and is not claimed back yet, as the ledger and the cases stand now (D15)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone

from enrollment.queries.insured import people_without_live_case, proof_taken_back
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.masking import mask_identity
from subsidies.models import Entitlement, OpeningRecord, RecoveryItem
from subsidies.queries import rule_sets
from subsidies.queries.ledger import CHUNK
from subsidies.rules.overpaid import Known, Overpaid, Paid, overpaid
from subsidies.rules.parameters import Citation, Parameters
from subsidies.rules.vocabulary import Ground, Kind
from subsidies.workflow.states import EntitlementState, OpeningState, Origin, RecoveryState

DISTRICT_DIGITS = 6
# How many people the first page judges; the list judges all of them.
GLANCED_AT = 200
# The opening records that may tell of a payment made twice, or of one that was too much.
TELLING = (OpeningState.PROPOSED, OpeningState.IN_FORCE)
CONCLUDED = (RecoveryState.SETTLED, RecoveryState.WAIVED)


@dataclass(frozen=True, slots=True)
class FoundPayment:
    """An overpayment in a list; the identity number is masked, the case is the one it rests on."""

    case_id: int
    name: str
    identity: str
    place: str
    overpaid: Overpaid


@dataclass(frozen=True, slots=True)
class Glance:
    """What was found at a glance, and whether there are suspects who were not looked at."""

    found: Sequence[Overpaid]
    has_more: bool


def claims(entitlement: OuterRef | int) -> QuerySet[RecoveryItem]:
    """The live claim on a payment, if there is one."""
    return RecoveryItem.objects.filter(entitlement=entitlement, is_live=True)


def concluded_fen(
    entitlements: QuerySet[Entitlement], states: Sequence[RecoveryState] = CONCLUDED
) -> dict[int, int]:
    """By payment what was found overpaid of it before and came back, or was waived.

    What was entered by hand was paid beside the payment itself and takes nothing from it.
    """
    items = RecoveryItem.objects.filter(
        entitlement__in=entitlements.order_by().values("pk"), recovery__state__in=states
    ).exclude(ground=Ground.ENTERED)
    summed = items.order_by().values_list("entitlement").annotate(fen=Sum("amount_fen"))
    return dict(summed)


def returned_whole(entitlements: Sequence[int]) -> set[int]:
    """Those of some payments that were second ones for a year paid before, and came back whole."""
    items = RecoveryItem.objects.filter(
        entitlement__in=entitlements,
        ground=Ground.PAID_BEFORE,
        recovery__state=RecoveryState.SETTLED,
        amount_fen=F("entitlement__amount_fen"),
    )
    return set(items.values_list("entitlement_id", flat=True))


def suspects(officer: Officer) -> QuerySet[Entitlement]:
    """Payments that ``officer`` may see and that may have been too much; the rule decides.

    Payments of people who died, whose case ended, whose proof was taken back, or who have an
    opening record that was entered or put in force after the payment.
    """
    later = OpeningRecord.objects.filter(person=OuterRef("person"), state__in=TELLING).filter(
        Q(decided_at__gt=OuterRef("settled_at")) | Q(state=OpeningState.PROPOSED)
    )
    doubtful = (
        Q(kind=Kind.YEARLY, year__gte=ExtractYear("person__died_on"))
        | Q(person__in=people_without_live_case())
        | Q(kind=Kind.YEARLY) & proof_taken_back(OuterRef("person"), OuterRef("year"))
        | Exists(later)
    )
    return _unclaimed(Entitlement.objects.visible_to(officer)).filter(doubtful)


def found_for(officer: Officer, today: date) -> dict[int, list[Overpaid]]:
    """By person all that was overpaid and is not claimed back, of whom ``officer`` may see."""
    return overpaid_of(_suspected(officer), today)


def glance(officer: Officer, today: date) -> Glance:
    """What is overpaid among the first suspects: all there is, unless there are very many."""
    people = list(_suspected(officer)[: GLANCED_AT + 1])
    found = overpaid_of(people[:GLANCED_AT], today)
    several = tuple(one for payments in found.values() for one in payments)
    return Glance(several, has_more=len(people) > GLANCED_AT)


def listed_for(officer: Officer, today: date) -> list[FoundPayment]:
    """Everything that was overpaid and is not claimed back, as a list shows it."""
    found = [one for several in found_for(officer, today).values() for one in several]
    payments = Entitlement.objects.visible_to(officer).select_related(
        "person__region__parent", "calculation"
    )
    rows = in_bulk(payments, [one.paid.entitlement_id for one in found])
    return [
        _listed(rows[one.paid.entitlement_id], one)
        for one in found
        if one.paid.entitlement_id in rows
    ]


def in_bulk(rows: QuerySet[Entitlement], keys: Sequence[int]) -> dict[int, Entitlement]:
    """Rows by key, some hundreds at a time."""
    found: dict[int, Entitlement] = {}
    for start in range(0, len(keys), CHUNK):
        found |= rows.in_bulk(keys[start : start + CHUNK])
    return found


def overpaid_of(person_ids: Iterable[int], today: date) -> dict[int, list[Overpaid]]:
    """By person what was overpaid and is not claimed back, under the rules of ``today``."""
    found = judged(person_ids, today)
    keys = [one.paid.entitlement_id for several in found.values() for one in several]
    claimed: set[int] = set()
    for start in range(0, len(keys), CHUNK):
        live = RecoveryItem.objects.filter(
            entitlement__in=keys[start : start + CHUNK], is_live=True
        )
        claimed.update(live.values_list("entitlement_id", flat=True))
    open_now = {
        person: [one for one in several if one.paid.entitlement_id not in claimed]
        for person, several in found.items()
    }
    return {person: several for person, several in open_now.items() if several}


def judged(person_ids: Iterable[int], today: date) -> dict[int, list[Overpaid]]:
    """By person what was overpaid, whether it is claimed back already or not."""
    found: dict[int, list[Overpaid]] = {}
    people = sorted(set(person_ids))
    rules: dict[str, Parameters] = {}
    for start in range(0, len(people), CHUNK):
        part = people[start : start + CHUNK]
        known, districts = _known(part)
        for person, paid in _paid(part).items():
            district = districts[person]
            if district not in rules:
                rules[district] = _parameters(district, today)
            several = overpaid(paid, known[person], rules[district])
            if several:
                found[person] = list(several)
    return found


def payments_of(person_id: int) -> QuerySet[Entitlement]:
    """The payments of a person that nobody claims back yet, those before this system too."""
    paid = Entitlement.objects.filter(
        person=person_id, state=EntitlementState.SETTLED, amount_fen__gt=0
    )
    return paid.filter(~Exists(claims(OuterRef("pk"))), set_off__isnull=True)


def _suspected(officer: Officer) -> QuerySet[Entitlement, int]:
    """The keys of the people whose payments are suspect, each once."""
    people = suspects(officer).order_by("person_id").values_list("person_id", flat=True)
    return people.distinct()


def _listed(row: Entitlement, one: Overpaid) -> FoundPayment:
    region = row.person.region
    return FoundPayment(
        case_id=row.calculation.case_id if row.calculation else 0,
        name=row.person.name,
        identity=mask_identity(row.person.identity_number),
        place=f"{region.parent.name if region.parent else ''}{region.name}",
        overpaid=one,
    )


def _unclaimed(rows: QuerySet[Entitlement]) -> QuerySet[Entitlement]:
    """Payments of this system that nobody claims back yet; a set-off was never paid out."""
    return rows.filter(
        ~Exists(claims(OuterRef("pk"))),
        state=EntitlementState.SETTLED,
        origin=Origin.ENGINE,
    )


def _paid(people: Sequence[int]) -> dict[int, list[Paid]]:
    rows = Entitlement.objects.filter(
        person__in=people, state=EntitlementState.SETTLED, origin=Origin.ENGINE
    ).order_by("person_id", "year", "kind")
    concluded = concluded_fen(rows)
    found: dict[int, list[Paid]] = defaultdict(list)
    for row in rows:
        if row.settled_at is not None:
            day = timezone.localdate(row.settled_at)
            before_fen = concluded.get(row.pk, 0)
            paid = Paid(row.pk, Kind(row.kind), row.year, row.amount_fen, day, before_fen)
            found[row.person_id].append(paid)
    return found


def _known(people: Sequence[int]) -> tuple[dict[int, Known], dict[int, str]]:
    """What is known of some hundreds of people, and their districts."""
    taken_back = _years(
        _yearly(people).filter(proof_taken_back(OuterRef("person"), OuterRef("year")))
    )
    before = _years(_yearly(people).filter(origin=Origin.OPENING))
    records = OpeningRecord.objects.filter(person__in=people, state__in=TELLING)
    waiting = {row.person_id: row for row in records if row.state == OpeningState.PROPOSED}
    in_force = {row.person_id: row for row in records if row.state == OpeningState.IN_FORCE}
    ended = set(people_without_live_case().filter(pk__in=people).values_list("pk", flat=True))
    known, districts = {}, {}
    rows = Entitlement.objects.filter(person__in=people).order_by("person_id")
    for person, died_on, code in rows.values_list(
        "person_id", "person__died_on", "person__region__code"
    ).distinct():
        record = in_force.get(person)
        known[person] = Known(
            died_on=died_on,
            has_live_case=person not in ended,
            years_taken_back=taken_back.get(person, frozenset()),
            years_before=before.get(person, frozenset()),
            years_claimed=waiting[person].paid_years if person in waiting else (),
            opened_on=_vouched_on(record),
            enjoyed_fen=record.subsidy_enjoyed_fen if record else None,
            balance_fen=record.balance_fen if record else None,
        )
        districts[person] = code[:DISTRICT_DIGITS]
    return known, districts


def _vouched_on(record: OpeningRecord | None) -> date | None:
    if record is None or record.decided_at is None:
        return None
    return timezone.localdate(record.decided_at)


def _yearly(people: Sequence[int]) -> QuerySet[Entitlement]:
    return Entitlement.objects.filter(person__in=people, kind=Kind.YEARLY).live()


def _years(rows: QuerySet[Entitlement]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for person, year in rows.order_by().values_list("person_id", "year"):
        found[person].add(year)
    return {person: frozenset(years) for person, years in found.items()}


def _parameters(district: str, today: date) -> Parameters:
    """The rules of a district; without any, grounds that need a value find nothing."""
    try:
        rule_set = rule_sets.in_force(district, today)
    except CaseError:
        return Parameters(source=Citation(""))
    return rule_sets.parameters_of(rule_set, today)
