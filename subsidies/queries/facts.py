"""The facts that the rules ask for, gathered for many people by a handful of queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from enrollment.queries.insured import Insured, insured
from enrollment.rules.categories import Category, Scheme
from pension.models import Officer
from pension.vocabulary.money import yuan
from pension.vocabulary.months import Month
from subsidies.models import Calculation, OpeningRecord
from subsidies.queries.ledger import CHUNK, Holding, holdings_of
from subsidies.rules.facts import Facts, LegacyMonths
from subsidies.rules.gaps import gaps
from subsidies.rules.parameters import Parameters
from subsidies.rules.vocabulary import Grade, Kind
from subsidies.workflow.states import OpeningState, Origin

SCHEMES_WITH_YEARS = frozenset({Scheme.RESIDENT, Scheme.EMPLOYEE})
# The schemes whose years a person's present scheme doesn't pay for.
OTHER_SCHEMES = {scheme: SCHEMES_WITH_YEARS - {scheme} for scheme in Scheme}
LEGACY_KINDS = frozenset({Kind.BACK_PAYMENT, Kind.LEGACY_SUBSIDY})
ALL_YEARS_KINDS = frozenset({Kind.TOP_UP, Kind.LUMP})


@dataclass(frozen=True, slots=True)
class Gathered:
    """One case: the facts on the day, and what stands in the ledger already.

    In ``facts`` whatever is paid, stands in a live batch, waits for a ruling or was upheld counts
    as paid. ``unmoved`` takes what isn't paid as not paid, and knows no other years, to see
    whether those sums still are right; None where there are none. ``notes`` are sentences for the
    officer.
    """

    insured: Insured
    facts: Facts
    unmoved: Facts | None
    holdings: tuple[Holding, ...]
    notes: tuple[str, ...]
    base: Facts
    has_enjoyed_all: bool

    def counting(self, holdings: Sequence[Holding]) -> Facts:
        """The facts if this stood in the ledger: whatever isn't free counts as paid."""
        paid = [holding for holding in holdings if not holding.is_free]
        return _with_paid(self.base, paid, self.has_enjoyed_all)


@dataclass(frozen=True, slots=True)
class _Opening:
    """What an opening record in force says; None is unknown."""

    enjoyed_fen: int | None
    balance_fen: int | None
    legacy: LegacyMonths | None


def facts_for(
    case_ids: Sequence[int], judged_on: date, parameters: Parameters, *, officer: Officer
) -> dict[int, Gathered]:
    """The facts of the named cases that ``officer`` may see, by case."""
    found = insured(case_ids, officer)
    people = [row.person_id for row in found]
    holdings = holdings_of(people)
    openings = _openings(people)
    settled = _settled_people([person for person in people if person in openings])
    return {
        row.case_id: _gather(
            row,
            holdings.get(row.person_id, []),
            openings.get(row.person_id),
            parameters if row.person_id in settled else None,
            judged_on,
        )
        for row in found
    }


def _gather(
    row: Insured,
    holdings: Sequence[Holding],
    opening: _Opening | None,
    settled_under: Parameters | None,
    judged_on: date,
) -> Gathered:
    """Put one case together; ``settled_under`` is given where all years were settled before."""
    base = _base(row, opening, judged_on)
    enjoyed_all = settled_under is not None and _has_enjoyed_all(base, settled_under)
    paid = [holding for holding in holdings if not holding.is_free]
    facts = _with_paid(base, paid, enjoyed_all)
    unmoved = None
    if any(not holding.is_settled for holding in paid):
        settled = [held for held in paid if held.is_settled]
        unmoved = _with_paid(_with_years_of(base, paid), settled, enjoyed_all)
    notes = (*gaps(facts), *_notes(row, opening, facts))
    return Gathered(row, facts, unmoved, tuple(holdings), notes, base, enjoyed_all)


def _with_years_of(base: Facts, paid: Sequence[Holding]) -> Facts:
    """The facts as though no year were proven but those that were found due before.

    A year that is proven late would push the latest one beyond the limit: that one stays right.
    """
    held = {holding.year for holding in paid if holding.kind is Kind.YEARLY}
    return replace(base, years=tuple(year for year in base.years or () if year in held))


def _base(row: Insured, opening: _Opening | None, judged_on: date) -> Facts:
    """The facts before anything paid is looked at."""
    others = OTHER_SCHEMES[row.scheme]
    own = [proven for proven in row.years if proven.scheme not in others]
    return Facts(
        category=row.category,
        confirmation=row.confirmation,
        scheme=row.scheme,
        drawing=row.drawing,
        birth=row.birth,
        judged_on=judged_on,
        taken_on=row.taken_on,
        in_school=row.in_school,
        enjoyed_fen=opening.enjoyed_fen if opening else None,
        used_years=0,
        years=tuple([proven.year for proven in own]),
        claims=tuple([(proven.year, proven.claimed_in) for proven in own]),
        balance_fen=opening.balance_fen if opening else None,
        legacy=(opening.legacy,) if opening and opening.legacy else (),
        died_on=row.died_on,
    )


def _with_paid(base: Facts, paid: Sequence[Holding], enjoyed_all: bool) -> Facts:
    """The facts with what was paid taken into account: a year pays once over both schemes."""
    if not paid and not enjoyed_all:
        return base
    paid_years = frozenset(held.year for held in paid if held.kind is Kind.YEARLY)
    legacy_fen = sum(held.amount_fen for held in paid if held.kind in LEGACY_KINDS)
    return replace(
        base,
        enjoyed_fen=_enjoyed(base, paid),
        used_years=len(paid_years),
        paid_years=paid_years,
        years=tuple(year for year in base.years or () if year not in paid_years),
        legacy=tuple(_with_given(months, legacy_fen) for months in base.legacy),
        is_topped_up=enjoyed_all or any(held.kind in ALL_YEARS_KINDS for held in paid),
        is_balance_returned=any(held.kind is Kind.BALANCE for held in paid),
    )


def _enjoyed(base: Facts, paid: Sequence[Holding]) -> int | None:
    """G of who merges, in fen: the opening record's, and each year that this system gave since.

    Who was in the employee scheme before would get more than S·N in all otherwise.
    """
    is_merged = base.category is Category.ORIGINAL and base.scheme is Scheme.RESIDENT
    if base.enjoyed_fen is None or not is_merged:
        return base.enjoyed_fen
    since = (held for held in paid if held.kind is Kind.YEARLY and held.origin is Origin.ENGINE)
    return base.enjoyed_fen + sum(held.amount_fen for held in since)


def _with_given(months: LegacyMonths, paid_fen: int) -> LegacyMonths:
    """Add what was paid here to what was given before; an unknown sum stays unknown."""
    if months.given_fen is None:
        return months
    return replace(months, given_fen=months.given_fen + paid_fen)


def _has_enjoyed_all(facts: Facts, parameters: Parameters) -> bool:
    """D3 holds on outside the resident scheme too: all years were settled by G ≥ S·N."""
    standard, limit = parameters.yearly_subsidy, parameters.years_limit
    if facts.scheme is Scheme.RESIDENT or facts.enjoyed_fen is None or not standard or not limit:
        return False
    return facts.enjoyed_fen >= standard.value * limit.value


def _notes(row: Insured, opening: _Opening | None, facts: Facts) -> Iterator[str]:
    """What an officer should look into before paying."""
    since_fen = (facts.enjoyed_fen or 0) - (opening.enjoyed_fen or 0 if opening else 0)
    if since_fen:
        yield f"已享受政府补贴中有本系统已列支的年度补助{yuan(since_fen)}元，期初数据已计入的请更正"
    if row.scheme in SCHEMES_WITH_YEARS:
        others = OTHER_SCHEMES[row.scheme]
        years = [str(proven.year) for proven in row.years if proven.scheme in others]
        if years:
            yield f"{'、'.join(years)}年度登记为另一参保制度的缴费，没有列入本次核算，请核对"
    if row.category is Category.EXISTING and opening is None:
        yield "没有生效的期初数据，以前是否已经补助请核对"


def _openings(people: Sequence[int]) -> dict[int, _Opening]:
    found: dict[int, _Opening] = {}
    for start in range(0, len(people), CHUNK):
        records = OpeningRecord.objects.filter(
            person__among=people[start : start + CHUNK], state=OpeningState.IN_FORCE
        )
        for record in records:
            found[record.person_id] = _Opening(
                record.subsidy_enjoyed_fen, record.balance_fen, _legacy(record)
            )
    return found


def _legacy(record: OpeningRecord) -> LegacyMonths | None:
    """The legacy months of an opening record; None where it names none."""
    if not record.legacy_start and record.legacy_months is None:
        return None
    grades: Mapping[str, Grade] = {word: g for g in Grade for word in (g.value, g.label)}
    return LegacyMonths(
        start=Month.parse(record.legacy_start) if record.legacy_start else None,
        months=record.legacy_months,
        grade=grades.get(record.legacy_grade),
        given_fen=record.legacy_given_fen,
    )


def _settled_people(people: Sequence[int]) -> set[int]:
    """Those whose years a calculation found settled for good, however their case went on."""
    found: set[int] = set()
    for start in range(0, len(people), CHUNK):
        settled = Calculation.objects.filter(
            person__among=people[start : start + CHUNK], decision__is_settled=True
        )
        found.update(settled.values_list("person_id", flat=True))
    return found
