"""Works out what is due, keeps it with its working, and brings the ledger into line."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from enrollment.queries.insured import case_glance, people_of_cases, people_with_live_case
from pension.models import Officer
from pension.services import audit, numbering
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, CalculationLine, RuleSet
from subsidies.queries import rule_sets
from subsidies.queries.facts import Gathered, facts_for
from subsidies.rules.decide import decide
from subsidies.rules.decision import Decision
from subsidies.rules.parameters import Parameters
from subsidies.services import entitlements
from subsidies.services.entitlements import Plan
from subsidies.services.summaries import Summary


@dataclass(frozen=True, slots=True)
class _Worked:
    """One case worked out: its decision, what changes in the ledger, and the hash of it all.

    ``conflicts`` are the sums that the ledger holds otherwise and that nobody may touch here.
    """

    gathered: Gathered
    decision: Decision
    plan: Plan
    conflicts: tuple[str, ...]
    fingerprint: str

    @property
    def person_id(self) -> int:
        """The person of the case."""
        return self.gathered.insured.person_id


def calculate(case_id: int, *, judged_on: date, by: Officer, at: datetime) -> Summary:
    """Work out one case under the rule set of its district on the day."""
    glance = case_glance(case_id, by)
    if glance is None:
        raise CaseError("本件不在本机构的范围之内")
    rule_set = rule_sets.in_force(glance.district, judged_on)
    return calculate_many([case_id], rule_set, judged_on=judged_on, by=by, at=at)


@transaction.atomic
def calculate_many(
    case_ids: Sequence[int], rule_set: RuleSet, *, judged_on: date, by: Officer, at: datetime
) -> Summary:
    """Work out some hundreds of cases of one district; those that ``by`` may not see are left out.

    A result that equals the one in force is not kept again. New sums become due; a sum that is due
    and not in a live batch is cancelled when it changed; what is paid or in a live batch stays as
    it is, and a difference is told. A refused or withdrawn case loses what isn't paid yet.
    Refused unless ``by`` prepares calculations.
    """
    if not by.holds(Post.PREPARE):
        raise CaseError("补助由「核算编制」岗位的人员核算")
    series = f"HS{rule_set.district.code}-{judged_on.year}"
    numbering.reserve(series, 0)  # locks the series: one calculation of a district at a time
    entitlements.lock(people_of_cases(case_ids))
    parameters = rule_sets.parameters_of(rule_set, judged_on)
    gathered = list(facts_for(case_ids, judged_on, parameters, officer=by).values())
    _refuse_other_districts(gathered, rule_set)
    worked = [
        _work(one, parameters, rule_set.pk, judged_on)
        for one in gathered
        if not one.insured.is_dead
    ]
    summary = Summary()
    calculations = _store(worked, rule_set, judged_on, series, summary, by, at)
    plans = [one.plan for one in worked]
    summary.created, summary.cancelled = entitlements.carry_out(
        plans, calculations, reason=entitlements.RECALCULATED, at=at
    )
    _lapse([one for one in gathered if one.insured.is_dead], summary, by, at)
    return summary


def _work(gathered: Gathered, parameters: Parameters, rule_set_id: int, judged_on: date) -> _Worked:
    """Decide one case; what the officer should see stands in the doubts of the decision."""
    decision = decide(gathered.facts, parameters)
    plan = entitlements.plan(gathered.insured.person_id, decision, gathered.holdings, judged_on)
    conflicts = list(plan.warnings)
    if gathered.unmoved is not None:
        unmoved = decide(gathered.unmoved, parameters)
        conflicts += entitlements.differences(unmoved, gathered.holdings)
    decision = replace(decision, doubts=(*decision.doubts, *gathered.notes, *conflicts))
    fingerprint = _fingerprint(gathered, decision, rule_set_id)
    return _Worked(gathered, decision, plan, tuple(conflicts), fingerprint)


def _fingerprint(gathered: Gathered, decision: Decision, rule_set_id: int) -> str:
    """Hash facts, rules and result without the day, which alone changes nothing."""
    facts = gathered.facts.to_json()
    del facts["judged_on"]
    said = [gathered.insured.case_id, rule_set_id, facts, decision.to_json()]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _store(
    worked: Sequence[_Worked],
    rule_set: RuleSet,
    judged_on: date,
    series: str,
    summary: Summary,
    by: Officer,
    at: datetime,
) -> dict[int, int]:
    """Keep what is new, note that the rest was checked; returns the calculation by person."""
    known = {
        person: (key, fingerprint)
        for person, key, fingerprint in Calculation.objects.filter(
            person__in=[one.person_id for one in worked], is_current=True
        ).values_list("person_id", "pk", "facts_hash")
    }
    for one in worked:
        summary.count(one.decision)
    new = [one for one in worked if known.get(one.person_id, (0, ""))[1] != one.fingerprint]
    changed = {one.person_id for one in new}
    same = {person: key for person, (key, _) in known.items() if person not in changed}
    Calculation.objects.filter(pk__in=same.values()).update(checked_at=at)
    superseded = [key for person, (key, _) in known.items() if person in changed]
    Calculation.objects.filter(pk__in=superseded).update(is_current=False)
    stored = _insert(new, rule_set, judged_on, series, by, at)
    summary.stored, summary.unchanged = len(stored), len(same)
    summary.warnings += [
        f"{one.gathered.insured.case_number}：{sentence}"
        for one in worked
        for sentence in one.conflicts
    ]
    return same | {calculation.person_id: calculation.pk for calculation in stored}


def _insert(
    worked: Sequence[_Worked],
    rule_set: RuleSet,
    judged_on: date,
    series: str,
    by: Officer,
    at: datetime,
) -> list[Calculation]:
    numbers = numbering.reserve(series, len(worked))
    stored = Calculation.objects.bulk_create(
        Calculation(
            person_id=one.person_id,
            case_id=one.gathered.insured.case_id,
            rule_set=rule_set,
            number=f"{series}-{number:06d}",
            judged_on=judged_on,
            facts=one.gathered.facts.to_json(),
            decision=one.decision.to_json(),
            facts_hash=one.fingerprint,
            due_fen=one.decision.total_fen,
            proposed_fen=one.decision.proposed_fen,
            years_left=one.decision.years_left,
            calculated_by=by,
            calculated_at=at,
            checked_at=at,
        )
        for one, number in zip(worked, numbers, strict=True)
    )
    CalculationLine.objects.bulk_create(
        line
        for calculation, one in zip(stored, worked, strict=True)
        for line in _lines(calculation, one.decision)
    )
    audit.record_many([_deed(calculation) for calculation in stored], by=by, at=at)
    return stored


def _lines(calculation: Calculation, decision: Decision) -> Iterator[CalculationLine]:
    """The working of a decision as rows."""
    for position, line in enumerate(decision.lines, start=1):
        yield CalculationLine(
            calculation=calculation,
            position=position,
            programme=line.programme,
            label=line.label,
            formula=line.formula,
            amount_fen=line.amount_fen,
            document=line.document,
            article=line.article,
            reason=line.reason or "",
        )


def _lapse(dead: Sequence[Gathered], summary: Summary, by: Officer, at: datetime) -> None:
    """Cancel what is still free of people whose only case was refused or withdrawn."""
    alive = people_with_live_case(one.insured.person_id for one in dead)
    gone = [one for one in dead if one.insured.person_id not in alive]
    plans = [
        Plan(one.insured.person_id, (), tuple(held for held in one.holdings if held.is_free))
        for one in gone
    ]
    _, cancelled = entitlements.carry_out(plans, {}, reason=entitlements.LAPSED, at=at)
    people = [one.insured.person_id for one in gone]
    Calculation.objects.filter(person__in=people, is_current=True).update(is_current=False)
    summary.cancelled += cancelled
    summary.lapsed += len(gone)
    summary.warnings += [
        f"{one.insured.case_number}：{held.label}已在批次{held.batch}中，本件已不予确认或撤回"
        for one in gone
        for held in one.holdings
        if held.is_moving
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


def _deed(calculation: Calculation) -> audit.Deed:
    detail = {"number": calculation.number, "due_fen": calculation.due_fen}
    return audit.Deed("核算补助", "case", calculation.case_id, detail)
