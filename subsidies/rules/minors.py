"""D12: who was under age or in school when the land was taken is registered and not paid.

No document to hand states it: the minimum age is the bureau's to state, per district. Reading: the
test of school and the test of age stand on their own. A fact that is unknown leaves its test out;
it doesn't hold up the rest. An age is complete on the birthday.
"""

from datetime import date

from pension.vocabulary.identity_numbers import age_on
from subsidies.rules.decision import Outcome, refusal
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import Parameters, need
from subsidies.rules.vocabulary import ParameterName, Programme, Reason


def register_only(facts: Facts, parameters: Parameters) -> Outcome | None:
    """Refuse who was in school, or below the minimum age, when the land was taken; else None.

    Raises MissingParameterError where the age counts and the rule set doesn't state the minimum.
    """
    if facts.in_school:
        return _registered(parameters, "征地时在校")
    minimum = need(parameters.minimum_age, ParameterName.MINIMUM_AGE)
    if minimum is None or facts.birth is None or facts.taken_on is None:
        return None
    age = _age(facts.birth, facts.taken_on)
    if age >= minimum:
        return None
    return _registered(parameters, f"征地时{age}周岁，未满{minimum}周岁")


def _age(birth: date, taken_on: date) -> int:
    """Return the age at the taking; who was born later was 0."""
    return max(0, age_on(birth, taken_on))


def _registered(parameters: Parameters, sentence: str) -> Outcome:
    source = parameters.basis(Programme.MINOR)
    words = f"{sentence}，只登记，不补助"
    return Outcome((refusal(Programme.MINOR, Reason.MINOR, "缴费补助", words, source),))
