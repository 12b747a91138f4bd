"""Works out what is due, keeps it with its working, and brings the ledger into line."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from enrollment.queries.insured import case_glance, people_of_cases, people_with_live_case
from enrollment.queries.paging import SIZE
from pension.models import Officer
from pension.queries.places import DISTRICT_DIGITS
from pension.services import audit, numbering
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, RuleSet
from subsidies.queries import rule_sets
from subsidies.queries.facts import Gathered, facts_for
from subsidies.services import calculation_records, contradictions, disputes, entitlements
from subsidies.services.disputes import Prepared
from subsidies.services.entitlements import Plan
from subsidies.services.summaries import Summary
from subsidies.services.working_out import Occasion, Worked, work_out


def calculate(case_id: int, *, judged_on: date, by: Officer, at: datetime) -> Summary:
    """Work out one case under the rule set of its district on the day."""
    glance = case_glance(case_id, by)
    if glance is None:
        raise CaseError("本件不在本机构的范围之内")
    rule_set = rule_sets.in_force(glance.district, judged_on)
    return calculate_many([case_id], rule_set, judged_on=judged_on, by=by, at=at)


def calculate_ticked(
    case_ids: Sequence[int], *, judged_on: date, by: Officer, at: datetime
) -> Summary:
    """Work out cases that were picked one by one, under the rule set of the officer's district.

    Refused: none, more than a page of a list holds, an officer without an office.
    """
    if by.office is None:
        raise CaseError("您的账号没有所属机构，不能核算")
    if not case_ids:
        raise CaseError("没有勾选任何一件")
    if len(case_ids) > SIZE:
        raise CaseError(f"一次最多勾选 {SIZE} 件，更多的请用「核算所见」")
    rule_set = rule_sets.in_force(by.office.region.code[:DISTRICT_DIGITS], judged_on)
    return calculate_many(case_ids, rule_set, judged_on=judged_on, by=by, at=at)


@transaction.atomic
def calculate_many(
    case_ids: Sequence[int], rule_set: RuleSet, *, judged_on: date, by: Officer, at: datetime
) -> Summary:
    """Work out some hundreds of cases of one district; those that ``by`` may not see are left out.

    A result that equals the one in force is not kept again. New sums become due; a sum that is due
    and not in a live batch is cancelled when it changed; what is paid or in a live batch stays as
    it is. What is contradicted without its ground having fallen waits for a ruling, put aside from
    batches that the bank doesn't have yet. A refused or withdrawn case loses what isn't paid yet.
    Refused unless ``by`` prepares calculations.
    """
    if not by.holds(Post.PREPARE):
        raise CaseError("补助由「核算编制」岗位的人员核算")
    occasion = Occasion(rule_set, judged_on, by, at)
    numbering.reserve(occasion.series, 0)  # locks it: one calculation of a district at a time
    entitlements.lock(people_of_cases(case_ids))
    parameters = rule_sets.parameters_of(rule_set, judged_on)
    gathered = list(facts_for(case_ids, judged_on, parameters, officer=by).values())
    _refuse_other_districts(gathered, rule_set)
    worked = [work_out(one, parameters, occasion) for one in gathered if not one.insured.is_dead]
    gone = _gone(gathered)
    prepared = _prepare_disputes(worked, gone, occasion)
    summary, calculations = _keep(worked, occasion)
    _lapse(gone, summary, by, at)
    disputes.open_all(prepared, calculations, by=by, at=at)
    summary.disputed = len(prepared.found)
    return summary


def _prepare_disputes(
    worked: Sequence[Worked], gone: Sequence[Gathered], occasion: Occasion
) -> Prepared:
    """Put aside what is contradicted, and free what is found due again."""
    found = [(one.person_id, against) for one in worked for against in one.review.disputed]
    found += [
        (one.insured.person_id, against)
        for one in gone
        for against in contradictions.of_ended(one.holdings)
    ]
    district = occasion.rule_set.district.code
    prepared = disputes.prepare(found, district, by=occasion.by, at=occasion.at)
    agreed = [held for one in worked for held in one.review.agreed]
    disputes.resolve(agreed, by=occasion.by, at=occasion.at)
    return prepared


def _keep(worked: Sequence[Worked], occasion: Occasion) -> tuple[Summary, Mapping[int, int]]:
    """Keep what was worked out, bring the ledger into line, and count.

    Returns the calculations in force by person too.
    """
    summary = Summary()
    for one in worked:
        summary.count(one.decision)
    calculations, stored = calculation_records.store(worked, occasion)
    summary.stored, summary.unchanged = stored, len(worked) - stored
    summary.created, summary.cancelled = entitlements.carry_out(
        [one.plan for one in worked],
        calculations,
        reason=entitlements.RECALCULATED,
        at=occasion.at,
    )
    summary.warnings += [
        f"{one.gathered.insured.case_number}：{sentence}"
        for one in worked
        for sentence in one.conflicts
    ]
    return summary, calculations


def _gone(gathered: Sequence[Gathered]) -> list[Gathered]:
    """The cases of people all of whose cases were refused or withdrawn."""
    dead = [one for one in gathered if one.insured.is_dead]
    alive = people_with_live_case(one.insured.person_id for one in dead)
    return [one for one in dead if one.insured.person_id not in alive]


def _lapse(gone: Sequence[Gathered], summary: Summary, by: Officer, at: datetime) -> None:
    """Cancel what nobody holds of people whose cases all were refused or withdrawn.

    Who still has a sum in a batch is looked at again by later runs: the bank may refuse it.
    """
    plans = [
        Plan(one.insured.person_id, (), tuple(held for held in one.holdings if not held.is_fixed))
        for one in gone
    ]
    _, cancelled = entitlements.carry_out(plans, {}, reason=entitlements.LAPSED, at=at)
    ended = [one for one in gone if not any(held.is_moving for held in one.holdings)]
    people = [one.insured.person_id for one in ended]
    Calculation.objects.filter(person__in=people, is_current=True).update(is_current=False)
    summary.cancelled += cancelled
    summary.lapsed += len(gone)
    summary.warnings += [
        f"{one.insured.case_number}：{against.sentence}"
        for one in gone
        for against in contradictions.of_ended(one.holdings)
    ]
    audit.record_many(
        [audit.Deed("停止补助核算", "case", one.insured.case_id) for one in gone], by=by, at=at
    )


def _refuse_other_districts(gathered: Sequence[Gathered], rule_set: RuleSet) -> None:
    other = [one for one in gathered if one.insured.district != rule_set.district.code]
    if other:
        raise CaseError(
            f"受理号{other[0].insured.case_number}不属于{rule_set.district}，请分区核算"
        )
