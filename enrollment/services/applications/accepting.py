"""Accepting applications: people, cases and everything that belongs to them, in bulk."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from enrollment.models import (
    Case,
    CaseDesk,
    CaseEvent,
    JointReview,
    Person,
    ReviewState,
    Submission,
)
from enrollment.queries.procedure import district_of
from enrollment.queries.standing import standings
from enrollment.rules.categories import Category
from enrollment.rules.names import initials
from enrollment.services import insurance
from enrollment.services.applications import accounts, land
from enrollment.services.applications.application import Application
from enrollment.services.applications.refusals import refuse_unfit
from enrollment.services.deadlines import due_day
from enrollment.workflow.entry import ENTER
from enrollment.workflow.states import CaseState
from pension.models import Officer, Region, RegionLevel
from pension.services import audit, bulk, numbering
from pension.vocabulary.posts import Desk, Post

as_json = json.JSONEncoder(ensure_ascii=False).encode
REVERSED = slice(None, None, -1)


def accept(application: Application, *, by: Officer, at: datetime, source: str) -> Case:
    """Accept one application and return its case; see ``accept_many``."""
    return accept_many([application], by=by, at=at, source=source)[0]


def accept_many(
    applications: Sequence[Application], *, by: Officer, at: datetime, source: str
) -> list[Case]:
    """Accept applications, all or none; returns their cases in the same order.

    ``source`` says where they come from («手工录入», a roster and its row). A person who is known
    is used again, at the place and telephone now given. Original enrollees begin at the merge desk,
    all others at the community. Refuses with ``CaseError``: a post or region that isn't the
    officer's, a person twice, a person with a live case, a number registered under another name.
    """
    try:
        return _accept(list(applications), by, at, source)
    except IntegrityError:
        # Somebody accepted one of them at this moment: asked again, the refusal names it.
        return _accept(list(applications), by, at, source)


@transaction.atomic
def _accept(applications: list[Application], by: Officer, at: datetime, source: str) -> list[Case]:
    if not applications:
        return []
    known = standings([application.identity_number for application in applications])
    day = timezone.localdate(at)
    refuse_unfit(applications, known, by, day)
    people = _people(applications, {key: found.person_id for key, found in known.items()}, at)
    papers = land.papers_of(applications)
    numbers = _numbers(applications, at)
    due = _due_days(applications, day)
    supplementary = _reviewed_streets()
    cases = [
        Case(
            number=number,
            person=people[application.identity_number],
            due_date=due[district_of(application.region)],
            is_supplementary=application.region.code[:9] in supplementary,
            **_columns(application, by, at),
            accepted_on=day,
            **papers.columns(application),
        )
        for application, number in zip(applications, numbers, strict=True)
    ]
    bulk.create(cases)
    _note_entry(cases, applications, by, at, source)
    enroll(cases, applications, by=by, at=at, source=source)
    accounts.enter(cases, applications, by=by, at=at)
    return cases


def _columns(application: Application, by: Officer, at: datetime) -> dict[str, object]:
    is_original = application.category == Category.ORIGINAL
    return {
        "region": application.region,
        "category": application.category,
        "state": CaseState.MERGING if is_original else CaseState.ENTERED,
        "state_since": at,
        "taken_on": application.taken_on,
        "in_school_when_taken": application.in_school_when_taken,
        "household_size": application.household_size,
        "area_before": application.area_before,
        "area_after": application.area_after,
        "created_by": by,
        "created_at": at,
    }


def _people(
    applications: Sequence[Application], known: dict[str, int], at: datetime
) -> dict[str, Person]:
    """Every applicant's row by identity number; who is known gets the place and phone of now."""
    demo_districts = set(
        Region.objects.filter(setting__is_demo=True).values_list("code", flat=True)
    )
    people = [_person(application, known, demo_districts, at) for application in applications]
    bulk.create([person for person in people if person.pk is None])
    Person.objects.bulk_update(
        [person for person in people if person.identity_number in known], ["region", "phone"]
    )
    return {person.identity_number: person for person in people}


def _person(
    application: Application, known: dict[str, int], demo_districts: set[str], at: datetime
) -> Person:
    identity = application.identity
    return Person(
        pk=known.get(application.identity_number),
        identity_number=identity.value,
        identity_reversed=identity.value[REVERSED],
        name=application.name,
        name_reversed=application.name[REVERSED],
        initials=initials(application.name),
        sex=identity.sex,
        birth_date=identity.birth_date,
        phone=application.phone,
        region=application.region,
        is_demo=district_of(application.region) in demo_districts,
        created_at=at,
    )


def _numbers(applications: Sequence[Application], at: datetime) -> list[str]:
    """Case numbers like «CG-2022-000123»: district, year, running number."""
    codes = [district_of(application.region) for application in applications]
    year = timezone.localdate(at).year
    districts = Region.objects.filter(code__in=set(codes), level=RegionLevel.DISTRICT)
    names = dict(districts.order_by("valid_from").values_list("code", "name"))
    given: dict[str, list[str]] = defaultdict(list)
    for code in sorted(set(codes)):
        short = initials(names.get(code, code).rstrip("区县市")).upper()
        series = f"{short}-{year}"
        for number in numbering.reserve(series, codes.count(code)):
            given[code].append(f"{series}-{number:06d}")
    taken = {code: iter(numbers) for code, numbers in given.items()}
    return [next(taken[code]) for code in codes]


def _due_days(applications: Sequence[Application], day: date) -> dict[str, date | None]:
    """By district the day by which the first desk should have acted."""
    districts = {district_of(application.region) for application in applications}
    return {district: due_day(district, day) for district in districts}


def _reviewed_streets() -> set[str]:
    """Codes of streets whose list has passed a joint review: later people are late-comers."""
    concluded = JointReview.objects.filter(state=ReviewState.CONCLUDED)
    return set(concluded.values_list("street__code", flat=True))


def _note_entry(
    cases: Sequence[Case],
    applications: Sequence[Application],
    by: Officer,
    at: datetime,
    source: str,
) -> None:
    """What was handed in, the first event, the desk of whoever entered it, the trail."""
    contents = [as_json(application.content()) for application in applications]
    bulk.insert(
        Submission,
        ("case_id", "content"),
        ((case.pk, content) for case, content in zip(cases, contents, strict=True)),
        version=1,
        source=source,
        by_id=by.pk,
        at=at,
    )
    held = [(case, entry_desk(Category(case.category), by)) for case in cases]
    bulk.insert(
        CaseDesk,
        ("record_id", "desk"),
        ((case.pk, str(desk)) for case, desk in held),
        officer_id=by.pk,
    )
    bulk.insert(
        CaseEvent,
        ("record_id", "to_state", "desk"),
        ((case.pk, str(case.state), str(desk)) for case, desk in held),
        step=ENTER,
        round=1,
        officer_id=by.pk,
        at=at,
        reason=source,
    )
    audit.record_many(
        [audit.Deed("受理", "case", case.pk, {"number": case.number}) for case in cases],
        by=by,
        at=at,
    )


def enroll(
    cases: Sequence[Case],
    applications: Sequence[Application],
    *,
    by: Officer,
    at: datetime,
    source: str,
) -> None:
    """Note each person's scheme from the day of entry on; an unknown scheme changes nothing."""
    day = timezone.localdate(at)
    choices = [
        insurance.Choice(case.person_id, day, source, application.scheme)
        for case, application in zip(cases, applications, strict=True)
        if application.scheme
    ]
    insurance.choose_many(choices, by=by, at=at)


def entry_desk(category: Category, by: Officer) -> Desk:
    """The desk that entering takes: the merge desk enters its own original enrollees."""
    is_merging = category == Category.ORIGINAL and by.holds(Post.MERGE)
    return Desk.MERGE if is_merging else Desk.ENTRY
