"""Corrections of what was entered, while the case still lies at the desk that entered it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from enrollment.models import BankAccount, Case, Person, SchemeEnrollment, Submission
from enrollment.rules.categories import Category, HolderRelation, Scheme
from enrollment.rules.names import initials
from enrollment.services.applications import accounts, land
from enrollment.services.applications.accepting import enroll
from enrollment.services.applications.application import Application
from enrollment.services.chain import CASES
from enrollment.workflow.states import CaseState
from pension.models import Officer, Region
from pension.services import steps
from pension.vocabulary.errors import CaseError

FIXED = {
    "identity_number": "身份证号不能更正，请撤回本件后按正确的号码重新录入",
    "category": "人员类别不能更正，请撤回本件后按正确的类别重新录入",
}
CASE_FIELDS = (
    "taken_on",
    "in_school_when_taken",
    "household_size",
    "area_before",
    "area_after",
)


def application_of(case: Case) -> Application:
    """The application as it stands now, from the rows of a case."""
    person = case.person
    scheme = SchemeEnrollment.objects.filter(person=person, valid_to__isnull=True).first()
    account = (
        BankAccount.objects.filter(person=person, ended_at__isnull=True)
        .order_by("-entered_at")
        .first()
    )
    return Application(
        identity_number=person.identity_number,
        name=person.name,
        region=case.region,
        category=Category(case.category),
        phone=person.phone,
        approval=case.approval.number if case.approval else "",
        agreement=case.agreement.name if case.agreement else "",
        scheme=Scheme(scheme.scheme) if scheme else None,
        bank=account.bank if account else "",
        holder=account.holder if account and account.holder != person.name else "",
        account_number=account.number if account else "",
        relation=HolderRelation(account.relation) if account and account.relation else None,
        holder_note=account.holder_note if account else "",
        **{name: getattr(case, name) for name in CASE_FIELDS},
    )


@transaction.atomic
def correct(
    case_id: int, changes: Mapping[str, Any], *, by: Officer, at: datetime, reason: str
) -> Case:
    """Put fields of an application right; what was handed in before stays as an earlier version.

    ``changes`` maps fields of ``Application`` to their new values. Only the desk that enters may,
    and only before the next desk has acted. Refused: identity number and category (withdraw and
    enter anew), a correction that changes nothing.
    """
    case = (
        Case.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("person", "region")
        .get(pk=case_id)
    )
    before = application_of(case)
    after = replace(before, **changes)
    refusals = [
        sentence
        for name, sentence in FIXED.items()
        if getattr(before, name) != getattr(after, name)
    ]
    refusals += [sentence for _, sentence in after.faults(timezone.localdate(at))]
    if not Region.objects.visible_to(by).filter(pk=after.region.pk).exists():
        refusals.append(f"{after.region.name}不在您单位的辖区内")
    if after == before:
        refusals.append("内容没有变化，无须更正")
    if refusals:
        raise CaseError(*refusals)
    _write(case, after, by, at)
    step = "correct_merging" if case.state == CaseState.MERGING else "correct"
    steps.take(CASES, case_id, step, by=by, at=at, says=steps.Statement(reason=reason))
    return Case.objects.get(pk=case_id)


def _write(case: Case, after: Application, by: Officer, at: datetime) -> None:
    Person.objects.filter(pk=case.person_id).update(
        name=after.name,
        name_reversed=after.name[::-1],
        initials=initials(after.name),
        phone=after.phone,
        region=after.region,
    )
    Case.objects.filter(pk=case.pk).update(
        region=after.region,
        **land.papers_of([after]).columns(after),
        **{name: getattr(after, name) for name in CASE_FIELDS},
    )
    last = case.submissions.order_by("-version").values_list("version", flat=True).first() or 0
    Submission.objects.create(
        case=case, version=last + 1, content=after.content(), source="更正录入内容", by=by, at=at
    )
    enroll([case], [after], by=by, at=at, source="更正录入内容")
    accounts.enter([case], [after], by=by, at=at)
