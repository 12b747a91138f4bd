"""D16: what the death of a person ends, and who is paid then.

The month from which a subsidy stops and whether the year of death counts are parameters. The years
after the year of death never count, since nobody contributed; cash goes to the heir, while a credit
to the individual account stays with the account, whose balance the heir receives.
"""

from pension.vocabulary.months import Month, months_between
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import Parameters, need
from subsidies.rules.vocabulary import Channel, ParameterName, Payee


def payee(facts: Facts, channel: Channel) -> Payee:
    """Return who receives the money: the heir once the person died and cash is paid."""
    is_cash = channel is Channel.BANK
    return Payee.HEIR if is_cash and facts.died_on is not None else Payee.PERSON


def ends_year(year: int, facts: Facts, parameters: Parameters) -> bool:
    """Tell whether a year of contribution doesn't count because of the person's death.

    Raises MissingParameterError where the rule set doesn't say whether the year of death counts.
    """
    if facts.died_on is None or year < facts.died_on.year:
        return False
    if year > facts.died_on.year:
        return True
    return not need(parameters.death_year_counts, ParameterName.DEATH_YEAR_COUNTS)


def months_that_count(start: Month, months: int, facts: Facts, parameters: Parameters) -> int:
    """Return how many of the months from ``start`` lie before the month in which subsidy stops.

    ``death_stop_months`` says how many months after the month of death that is: 0 is the month of
    death itself. Raises MissingParameterError where it is needed and not stated.
    """
    if facts.died_on is None or not months:
        return months
    if start.plus(months - 1) < Month.of(facts.died_on):
        return months
    stop_after = need(parameters.death_stop_months, ParameterName.DEATH_STOP_MONTHS)
    stop = Month.of(facts.died_on).plus(stop_after)
    return max(0, min(months, months_between(start, stop)))
