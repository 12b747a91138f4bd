"""What the guards of the chain ask about cases, gathered by a few queries for any number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count

from enrollment.models import (
    Case,
    CaseEvent,
    DeskOpinion,
    NoticeEntry,
    Objection,
    Person,
    ReviewEntry,
)
from enrollment.rules.categories import Category
from enrollment.workflow.states import DEAD_STATES, CaseState, Opinion
from pension.models import DistrictSetting, within
from pension.vocabulary.posts import Desk

Facts = Mapping[int, Mapping[str, Any]]


def case_facts(cases: Sequence[Case]) -> Facts:
    """Everything that the guards of the case table may ask, by a few queries for all cases."""
    keys = [case.pk for case in cases]
    agreed = _agreed_desks(keys)
    objections = _open_objections(keys)
    running = _running_notices(keys)
    vouched = _vouched_people(cases)
    passed = _joint_passed(keys)
    refusers = _refusers(cases)
    others = _live_cases_of_dead(cases)
    single = _single_clerked(keys)
    return {
        case.pk: {
            "agreed": agreed[case.pk],
            "police_asked": case.police_asked,
            "open_objections": objections.get(case.pk, 0),
            "notice_over": case.pk not in running,
            "notice_until": running.get(case.pk),
            "joint_passed": case.pk in passed,
            "refused_by": refusers.get(case.pk),
            "live_case": others.get(case.person_id),
            "rights_told": case.rights_told_on is not None,
            "choice": case.choice,
            "opening_in_force": case.person_id in vouched,
            "group_signed": case.signed_roster_id is not None,
            "is_original": case.category == Category.ORIGINAL,
            "single_clerk": case.pk in single,
        }
        for case in cases
    }


def waiting_facts(cases: Sequence[Case]) -> Facts:
    """What a list says of where cases (with their people) are stuck, and no more.

    Three queries at most; none for what the states of the cases make no question of.
    """

    def keys(*states: CaseState) -> list[int]:
        return [case.pk for case in cases if case.state in states]

    agreed = _agreed_desks(keys(CaseState.DEPARTMENTS))
    contested = keys(CaseState.STREET, CaseState.POSTED, CaseState.SECOND_CHECK)
    objections = _open_objections(contested)
    hanging = NoticeEntry.objects.filter(case__in=keys(CaseState.POSTED), ended_at__isnull=True)
    ends = dict(hanging.values_list("case_id", "notice__ends_on"))
    return {
        case.pk: {
            "group_signed": case.signed_roster_id is not None,
            "agreed": agreed.get(case.pk, frozenset()),
            "police_asked": case.police_asked,
            "open_objections": objections.get(case.pk, 0),
            "notice_ends": ends.get(case.pk),
            "is_supplementary": case.is_supplementary,
            "opening_in_force": case.person.opening_in_force_at is not None,
            "rights_told": case.rights_told_on is not None,
            "choice": case.choice,
            "refusal_code": case.refusal_code,
            "remedy_until": case.remedy_until,
        }
        for case in cases
    }


def _agreed_desks(keys: Sequence[int]) -> Mapping[int, frozenset[Desk]]:
    agreed: dict[int, set[Desk]] = defaultdict(set)
    opinions = DeskOpinion.objects.filter(
        case__in=keys, opinion=Opinion.AGREE, set_aside_at__isnull=True
    )
    for key, desk in opinions.order_by().values_list("case_id", "desk"):
        agreed[key].add(Desk(desk))
    return {key: frozenset(agreed[key]) for key in keys}


def _open_objections(keys: Sequence[int]) -> dict[int, int]:
    rows = (
        Objection.objects.filter(entry__case__in=keys, outcome="")
        .values_list("entry__case_id")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def _running_notices(keys: Sequence[int]) -> dict[int, str]:
    """Until which day the notices hang on which cases stand."""
    entries = NoticeEntry.objects.filter(case__in=keys, ended_at__isnull=True)
    days = entries.values_list("case_id", "notice__ends_on")
    return {key: f"{day.month}月{day.day}日" for key, day in days}


def _vouched_people(cases: Sequence[Case]) -> set[int]:
    """The original enrollees whose opening balance a second officer put in force."""
    people = [case.person_id for case in cases if case.category == Category.ORIGINAL]
    if not people:
        return set()
    vouched = Person.objects.filter(pk__in=people, opening_in_force_at__isnull=False)
    return set(vouched.values_list("pk", flat=True))


def _joint_passed(keys: Sequence[int]) -> set[int]:
    entries = ReviewEntry.objects.filter(
        case__in=keys, opinion=Opinion.AGREE, set_aside_at__isnull=True
    )
    return set(entries.order_by().values_list("case_id", flat=True))


def _refusers(cases: Sequence[Case]) -> dict[int, Any]:
    """Who refused the cases that stand refused."""
    refused = [case.pk for case in cases if case.state == CaseState.REFUSED]
    if not refused:
        return {}
    events = CaseEvent.objects.filter(record__in=refused, to_state=CaseState.REFUSED)
    return dict(events.order_by("at").values_list("record_id", "officer_id"))


def _live_cases_of_dead(cases: Sequence[Case]) -> dict[int, str]:
    people = [case.person_id for case in cases if case.state in DEAD_STATES]
    if not people:
        return {}
    live = Case.objects.filter(person__in=people).exclude(state__in=DEAD_STATES)
    return dict(live.values_list("person_id", "number"))


def _single_clerked(keys: Sequence[int]) -> set[int]:
    """The cases of districts whose villages have one clerk for entry and confirmation."""
    districts = DistrictSetting.objects.filter(single_clerk=True).select_related("district")
    found: set[int] = set()
    for setting in districts:
        cases = Case.objects.filter(**within("region__code", setting.district.code))
        found |= set(cases.filter(pk__in=keys).values_list("pk", flat=True))
    return found
