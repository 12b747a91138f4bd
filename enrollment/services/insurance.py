"""Schemes that people choose and years of contribution that they prove: written here alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from enrollment.models import Contribution, Person, SchemeEnrollment
from enrollment.rules.categories import Drawing, Scheme
from pension.models import Officer
from pension.services import audit, bulk
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post

CHUNK = 500  # keeps lists of keys below SQLite's limit of variables
EARLIEST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class ContributionYear:
    """A year of contribution with its proof; without ``scheme`` it is the person's present one."""

    person_id: int
    year: int
    proof: str
    source: str
    scheme: Scheme | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person is in from a day on; what is left None stays as it was."""

    person_id: int
    from_day: date
    source: str
    scheme: Scheme | None = None
    drawing: Drawing | None = None


@transaction.atomic
def record_contributions(rows: Sequence[ContributionYear], *, by: Officer, at: datetime) -> int:
    """Note years of contribution; a year that is noted already stays as it is.

    Returns how many were new. Refuses a year to come, one before 1990 and one without proof.
    """
    _refuse_odd_years(rows, timezone.localdate(at).year)
    wanted = {(row.person_id, row.year): row for row in rows}
    schemes: dict[int, str] = {}
    for people in _locked_chunks({person for person, _ in wanted}):
        live = Contribution.objects.filter(person__in=people, voided_at__isnull=True)
        for known in live.values_list("person_id", "year"):
            wanted.pop(known, None)
        current = SchemeEnrollment.objects.filter(person__in=people, valid_to__isnull=True)
        schemes.update(current.values_list("person_id", "scheme"))
    Contribution.objects.bulk_create(
        Contribution(
            person_id=row.person_id,
            year=row.year,
            scheme=row.scheme or schemes.get(row.person_id, Scheme.NONE),
            proof=row.proof,
            source=row.source,
            entered_by=by,
            entered_at=at,
        )
        for row in wanted.values()
    )
    audit.record_many(_noted(wanted.values()), by=by, at=at)
    return len(wanted)


def prove_year(row: ContributionYear, *, by: Officer, at: datetime) -> None:
    """Note one year at the bureau's desk from the proof that the person brought.

    Refused unless ``by`` merges or prepares calculations and sees the person, and for a year that
    is noted already.
    """
    _need_desk(by)
    if not Person.objects.visible_to(by).filter(pk=row.person_id).exists():
        raise CaseError("此人不在本机构的范围之内")
    if not record_contributions([row], by=by, at=at):
        raise CaseError(f"{row.year}年度已经登记过，一个年度只登记一次")


@transaction.atomic
def void_contribution(contribution_id: int, *, reason: str, by: Officer, at: datetime) -> None:
    """Take back a year that was noted wrongly; refused without a reason or when it was done."""
    _need_desk(by)
    if not reason.strip():
        raise CaseError("请填写作废缴费年度的理由")
    people = Person.objects.visible_to(by)
    row = Contribution.objects.filter(pk=contribution_id, voided_at__isnull=True, person__in=people)
    found = row.values_list("person_id", "year").first()
    if found is None or not row.update(voided_at=at, void_reason=reason.strip()):
        raise CaseError("这个缴费年度已经作废")
    detail = {"year": found[1], "reason": reason.strip()}
    audit.record(audit.Deed("作废缴费年度", "person", found[0], detail), by=by, at=at)


@transaction.atomic
def take_back(contribution_ids: Sequence[int], *, reason: str, by: Officer, at: datetime) -> int:
    """Take back years that a corrected source no longer names; returns how many counted till now.

    Who may correct the source is for the caller to say.
    """
    taken: list[tuple[int, int]] = []
    for start in range(0, len(contribution_ids), CHUNK):
        rows = Contribution.objects.filter(
            pk__in=contribution_ids[start : start + CHUNK], voided_at__isnull=True
        )
        taken += rows.values_list("person_id", "year")
        rows.update(voided_at=at, void_reason=reason)
    deeds = [
        audit.Deed("作废缴费年度", "person", person, {"year": year, "reason": reason})
        for person, year in taken
    ]
    audit.record_many(deeds, by=by, at=at)
    return len(taken)


def choose_scheme(
    person_id: int,
    scheme: Scheme,
    *,
    from_day: date,
    source: str,
    by: Officer,
    at: datetime,
    drawing: Drawing | None = None,
) -> None:
    """Note one person's scheme from a day on; see ``choose_many``."""
    choose_many([Choice(person_id, from_day, source, scheme, drawing)], by=by, at=at)


@transaction.atomic
def choose_many(choices: Sequence[Choice], *, by: Officer, at: datetime) -> int:
    """Note schemes or pensions drawn from a day on; returns how many people changed.

    The row in force ends on that day and a new one begins. A choice that changes nothing writes
    nothing. Refuses a day before the row in force began.
    """
    wanted = {choice.person_id: choice for choice in choices}
    changed: list[SchemeEnrollment] = []
    for people in _locked_chunks(wanted):
        rows_in_force = SchemeEnrollment.objects.filter(person__in=people, valid_to__isnull=True)
        current = {row.person_id: row for row in rows_in_force}
        rows = [_next(wanted[person], current.get(person), by, at) for person in people]
        new = [row for row in rows if row is not None]
        _end(new, current)
        bulk.create(new)
        changed += new
    audit.record_many([_chosen(row) for row in changed], by=by, at=at)
    return len(changed)


def _next(
    choice: Choice, current: SchemeEnrollment | None, by: Officer, at: datetime
) -> SchemeEnrollment | None:
    """The row that a choice makes; None where everything is so already."""
    scheme = choice.scheme or (current.scheme if current else Scheme.NONE)
    drawing = choice.drawing or (current.drawing if current else Drawing.NONE)
    if current and (current.scheme, current.drawing) == (scheme, drawing):
        return None
    if current and choice.from_day < current.valid_from:
        raise CaseError(too_early(choice.from_day, current.valid_from))
    return SchemeEnrollment(
        person_id=choice.person_id,
        scheme=scheme,
        drawing=drawing,
        valid_from=choice.from_day,
        source=choice.source,
        entered_by=by,
        entered_at=at,
    )


def too_early(from_day: date, since: date) -> str:
    """Why a scheme can't begin before the one in force."""
    return f"变更日期 {from_day} 早于现参保登记的起始日期 {since}，请核对"


def _end(new: Sequence[SchemeEnrollment], current: Mapping[int, SchemeEnrollment]) -> None:
    """End the rows in force on the day on which the new ones begin."""
    ending: dict[date, list[int]] = defaultdict(list)
    for row in new:
        if row.person_id in current:
            ending[row.valid_from].append(current[row.person_id].pk)
    for day, keys in ending.items():
        SchemeEnrollment.objects.filter(pk__in=keys).update(valid_to=day)


def _need_desk(by: Officer) -> None:
    if not by.holds(Post.MERGE, Post.PREPARE):
        raise CaseError("缴费年度由「区级并轨」或「核算编制」岗位的人员登记")


def _refuse_odd_years(rows: Iterable[ContributionYear], this_year: int) -> None:
    for row in rows:
        if not EARLIEST_YEAR <= row.year <= this_year:
            raise CaseError(
                f"缴费年度{row.year}不在{EARLIEST_YEAR}年至{this_year}年之间，请核对后重填"
            )
        if not row.proof.strip():
            raise CaseError(f"{row.year}年度没有填写缴费凭证，请填写凭证名称或编号")


def _noted(rows: Iterable[ContributionYear]) -> list[audit.Deed]:
    """One deed per person with the years that were new."""
    years: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        years[row.person_id].append(row.year)
    return [
        audit.Deed("登记缴费年度", "person", person, {"years": sorted(noted)})
        for person, noted in years.items()
    ]


def _chosen(row: SchemeEnrollment) -> audit.Deed:
    detail = {
        "scheme": Scheme(row.scheme).label,
        "drawing": Drawing(row.drawing).label,
        "valid_from": row.valid_from.isoformat(),
        "source": row.source,
    }
    return audit.Deed("登记参保制度", "person", row.person_id, detail)


def _locked_chunks(people: Iterable[int]) -> Iterator[list[int]]:
    """The keys in order, some hundreds at a time, each person locked until the end.

    Whoever notes something of the same person at the same moment waits and then finds it noted.
    """
    ordered = sorted(people)
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        rows = Person.objects.select_for_update().filter(pk__in=part).order_by("pk")
        yield list(rows.values_list("pk", flat=True))
