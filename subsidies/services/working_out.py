"""One case worked out: its decision, what it changes in the ledger, and both as they are kept."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from pension.models import Officer
from subsidies.models import RuleSet
from subsidies.queries.facts import Gathered
from subsidies.queries.ledger import Holding
from subsidies.rules.decide import decide
from subsidies.rules.decision import Decision
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import Parameters
from subsidies.services import contradictions, entitlements
from subsidies.services.contradictions import Review
from subsidies.services.entitlements import Plan


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, by whom and under which rules some cases of one district are worked out."""

    rule_set: RuleSet
    judged_on: date
    by: Officer
    at: datetime

    @property
    def series(self) -> str:
        """The series that the calculations are numbered in."""
        return f"HS{self.rule_set.district.code}-{self.judged_on.year}"


@dataclass(frozen=True, slots=True)
class Worked:
    """One case worked out.

    ``review`` names the sums that are to be ruled upon, ``conflicts`` says them and those that
    can't be entered twice in sentences.
    ``facts`` and ``result`` are the JSON texts that are kept; ``fingerprint`` stands for them and
    the rules, without the day, which alone changes nothing.
    """

    gathered: Gathered
    decision: Decision
    plan: Plan
    review: Review
    conflicts: tuple[str, ...]
    facts: str
    result: str
    fingerprint: str

    @property
    def person_id(self) -> int:
        """The person of the case."""
        return self.gathered.insured.person_id

    @property
    def case_id(self) -> int:
        """The case."""
        return self.gathered.insured.case_id


def work_out(gathered: Gathered, parameters: Parameters, occasion: Occasion) -> Worked:
    """Decide one case; what the officer should see stands in the doubts of the decision."""
    review = _review_held(gathered, parameters)
    facts, holdings = _applied(gathered, review)
    decision = decide(facts, parameters)
    dropped = contradictions.among_free(gathered, holdings, decision)
    if dropped:
        # What waits for a ruling counts as paid, so that nothing takes its place meanwhile.
        review = review.joined(dropped)
        facts, holdings = _applied(gathered, review)
        decision = decide(facts, parameters)
    plan = entitlements.plan(gathered.insured.person_id, decision, holdings, occasion.judged_on)
    conflicts = plan.warnings + tuple(one.sentence for one in review.disputed)
    if told := gathered.notes + conflicts:
        decision = replace(decision, doubts=decision.doubts + told)
    undated, result = facts.undated_text(), decision.to_text()
    said = f"[{gathered.insured.case_id},{occasion.rule_set.pk},{undated},{result}]"
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    kept = f'{{"judged_on":"{occasion.judged_on}",{undated.removeprefix("{")}'
    return Worked(gathered, decision, plan, review, conflicts, kept, result, fingerprint)


def _review_held(gathered: Gathered, parameters: Parameters) -> Review:
    """What the rules say now of the sums that aren't free; mostly there are none."""
    if gathered.unmoved is None:
        return contradictions.NOTHING
    return contradictions.among_held(gathered, decide(gathered.unmoved, parameters))


def _applied(gathered: Gathered, review: Review) -> tuple[Facts, tuple[Holding, ...]]:
    """Facts and ledger as they are once the review is carried out."""
    if not review:
        return gathered.facts, gathered.holdings
    holdings = tuple(review.after(held) for held in gathered.holdings)
    return gathered.counting(holdings), holdings
