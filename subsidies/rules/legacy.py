"""D13 and D14: the government's share of contributions under 13号公告, and what is still owed of it.

Readings:

* The subsidy of a contribution is Σ rate(m) · r(m), rounded half up to the fen once; the person pays
  the rest, so both add up to the contribution.
* A month without a rate or before the first step of the ramp refuses D13 and D14 of that
  contribution as a whole; so does an unknown monthly standard whose rate isn't stated.
* For months collected already the share counts at the last step of the ramp on or before the day of
  calculation, for every month; what was given is taken off and nothing is taken back. That
  back-payment is the money due; D13 shows the split. D13 is due by itself, to the fiscal account,
  only for months that are still to be collected.
"""

from itertools import pairwise
from typing import NamedTuple

from pension.vocabulary import money
from pension.vocabulary.months import Month
from subsidies.rules import death
from subsidies.rules.decision import (
    Due,
    LegacyShares,
    Line,
    Outcome,
    line,
    missing,
    refusal,
)
from subsidies.rules.facts import Facts, LegacyMonths
from subsidies.rules.parameters import (
    WHOLE_SHARE,
    Citation,
    MissingParameterError,
    Parameters,
    Stated,
    Step,
    Steps,
    need,
)
from subsidies.rules.vocabulary import (
    Channel,
    Kind,
    ParameterName,
    Payee,
    Programme,
    Reason,
    SubsidyBase,
)
