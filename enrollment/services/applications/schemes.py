"""The scheme that the roster names: a first enrollment, or a change to another scheme."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from enrollment.models import Case, SchemeEnrollment
from enrollment.services.applications.application import Application
from pension.models import Officer

CHUNK = 500


def enroll(
    cases: Sequence[Case],
    applications: Sequence[Application],
    *,
    by: Officer,
    at: datetime,
    source: str,
) -> None:
    """Note each person's scheme from the day of entry on; an unknown scheme changes nothing."""
    wanted = {
        case.person_id: application.scheme
        for case, application in zip(cases, applications, strict=True)
        if application.scheme
    }
    people = list(wanted)
    for start in range(0, len(people), CHUNK):
        current = SchemeEnrollment.objects.filter(
            person__in=people[start : start + CHUNK], valid_to__isnull=True
        )
        for person, scheme in current.values_list("person_id", "scheme"):
            if wanted[person] == scheme:
                del wanted[person]
        current.filter(person__in=wanted).update(valid_to=timezone.localdate(at))
    SchemeEnrollment.objects.bulk_create(
        SchemeEnrollment(
            person_id=person,
            scheme=scheme,
            valid_from=timezone.localdate(at),
            source=source,
            entered_by=by,
            entered_at=at,
        )
        for person, scheme in wanted.items()
    )
