"""One case worked out: its decision, what it changes in the ledger, and both as they are kept."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from pension.models import Officer
from subsidies.models import RuleSet
from subsidies.queries.facts import Gathered
from subsidies.rules.decide import decide
from subsidies.rules.decision import Decision
from subsidies.rules.parameters import Parameters
from subsidies.services import entitlements
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

    ``conflicts`` are the sums that the ledger holds otherwise and that nobody may touch here.
    ``facts`` and ``result`` are the JSON texts that are kept; ``fingerprint`` stands for them and
    the rules, without the day, which alone changes nothing.
    """

    gathered: Gathered
    decision: Decision
    plan: Plan
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
    decision = decide(gathered.facts, parameters)
    person_id, holdings = gathered.insured.person_id, gathered.holdings
    plan = entitlements.plan(person_id, decision, holdings, occasion.judged_on)
    conflicts = plan.warnings
    if gathered.unmoved is not None:
        unmoved = decide(gathered.unmoved, parameters)
        conflicts += tuple(entitlements.differences(unmoved, holdings))
    if told := gathered.notes + conflicts:
        decision = replace(decision, doubts=decision.doubts + told)
    undated, result = gathered.facts.undated_text(), decision.to_text()
    said = f"[{gathered.insured.case_id},{occasion.rule_set.pk},{undated},{result}]"
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    kept = f'{{"judged_on":"{occasion.judged_on}",{undated.removeprefix("{")}'
    return Worked(gathered, decision, plan, conflicts, kept, result, fingerprint)
