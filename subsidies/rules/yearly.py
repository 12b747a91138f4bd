"""D5, D8, D10: S for each year of contribution, earliest first, never beyond the N-th year.

Source: 晋政办〔2020〕1号 五(四)1 第二段 (D5), 五(四)2 (D8, D10). Readings of what it leaves open:

* The first countable year bounds the years of either scheme.
* A claim window is asked for only where an earlier year than that of the application is claimed; a
  later year lies outside every window. A missing window refuses the earlier years alone. Who
  applied in time doesn't lose the year because the office works it out later.
* S is the standard in force on the day of calculation, for every year still unpaid.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from enrollment.rules.categories import Scheme
from pension.vocabulary import money
from subsidies.rules import death
from subsidies.rules.decision import LEFT_OUT, Due, Line, Outcome, line, refusal
from subsidies.rules.facts import Facts
from subsidies.rules.parameters import Citation, MissingParameterError, Parameters, need
from subsidies.rules.vocabulary import Channel, Kind, ParameterName, Payee, Programme, Reason

USED_UP: Sequence[tuple[Reason, str]] = ((Reason.YEARS_USED_UP, "累计补助年限已用完"),)


def pay_resident(facts: Facts, parameters: Parameters) -> Outcome | None:
    """D8: existing and new people in the resident scheme, into the individual account."""
    if facts.scheme is not Scheme.RESIDENT:
        return None
    return pay_years(facts, parameters, Programme.RESIDENT, Channel.RESIDENT_ACCOUNT)


def pay_employee(facts: Facts, parameters: Parameters) -> Outcome | None:
    """D10: existing and new people in the employee scheme, to their own bank account."""
    if facts.scheme is not Scheme.EMPLOYEE:
        return None
    return _pay_claims(facts, parameters, Programme.EMPLOYEE)


def pay_original_employee(facts: Facts, parameters: Parameters) -> Outcome | None:
    """D5: original enrollees who chose the employee scheme; G doesn't reduce it."""
    if facts.scheme is not Scheme.EMPLOYEE:
        return None
    return _pay_claims(facts, parameters, Programme.ORIGINAL_EMPLOYEE)


def years_left(facts: Facts, parameters: Parameters) -> int | None:
    """Return N less the years already paid; 0 once a top-up settled them, None if not known.

    Raises MissingParameterError when the rule set doesn't state N.
    """
    if facts.is_topped_up:
        return 0
    if facts.used_years is None:
        return None
    return max(0, need(parameters.years_limit, ParameterName.YEARS_LIMIT) - facts.used_years)


def pay_years(
    facts: Facts, parameters: Parameters, programme: Programme, channel: Channel
) -> Outcome:
    """Pay S for each claimed year that counts, while years are left.

    A year claimed twice, or paid already, counts once. Left out where the years claimed or the
    years already paid are unknown. Raises MissingParameterError where S, N or the first countable
    year isn't stated; what a single year lacks refuses that year alone.
    """
    left = years_left(facts, parameters)
    if facts.years is None or left is None:
        return LEFT_OUT
    standard_fen = need(parameters.yearly_subsidy, ParameterName.YEARLY_SUBSIDY)
    first_year = need(parameters.first_year, ParameterName.FIRST_YEAR)
    source = parameters.basis(programme)
    payee = death.payee(facts, channel)
    paid_years = _paid_years(programme, standard_fen, channel, payee, source)
    lines: list[Line] = []
    dues: list[Due] = []
    for year in sorted(set(facts.years) - facts.paid_years):
        against = _against(year, first_year, facts, parameters, channel)
        if not against and len(dues) == left:
            against = USED_UP
        if against:
            label = f"{year}年度"
            lines += [refusal(programme, why, label, words, source) for why, words in against]
        else:
            working, due = paid_years[year]
            lines.append(working)
            dues.append(due)
    return Outcome(tuple(lines), tuple(dues), len(dues))


def _pay_claims(facts: Facts, parameters: Parameters, programme: Programme) -> Outcome:
    """Pay years that are claimed by application; the window needs the day of calculation."""
    if facts.judged_on is None:
        return LEFT_OUT
    return pay_years(facts, parameters, programme, Channel.BANK)


def _against(
    year: int, first_year: int | None, facts: Facts, parameters: Parameters, channel: Channel
) -> Sequence[tuple[Reason, str]]:
    """Return what stands against a year; a value is only missed where nothing else refuses it."""
    is_early = first_year is not None and year < first_year
    if not is_early and channel is not Channel.BANK and facts.died_on is None:
        return ()
    found = [(Reason.BEFORE_FIRST_YEAR, f"早于补助起算年度{first_year}年")] if is_early else []
    lacking = []
    for why, words, stands_against in CLAIM_TESTS if channel is Channel.BANK else CREDIT_TESTS:
        try:
            if stands_against(year, facts, parameters):
                found.append((why, words))
        except MissingParameterError as error:
            lacking.append((Reason.PARAMETER_MISSING, str(error)))
    return found or lacking


def _is_outside_window(year: int, facts: Facts, parameters: Parameters) -> bool:
    """Tell whether a claimed year lies outside c − k to c, c being the year of application."""
    claimed_in = facts.claimed_in(year)
    if claimed_in is None or year == claimed_in:
        return False
    if year > claimed_in:
        return True
    catch_up = need(parameters.employee_catch_up, ParameterName.EMPLOYEE_CATCH_UP)
    return year < claimed_in - catch_up


YearTest = tuple[Reason, str, Callable[[int, Facts, Parameters], bool]]
CREDIT_TESTS: Sequence[YearTest] = ((Reason.DECEASED, "死亡之后的年度不计补", death.ends_year),)
CLAIM_TESTS: Sequence[YearTest] = (
    (Reason.CLAIMED_TOO_LATE, "不在可申请补助的年度之内", _is_outside_window),
    *CREDIT_TESTS,
)


class _PaidYears(dict[int, tuple[Line, Due]]):
    """Working and sum of each paid year: made once, since the same few recur all through a run."""

    def __init__(
        self,
        programme: Programme,
        standard_fen: int,
        channel: Channel,
        payee: Payee,
        source: Citation,
    ) -> None:
        super().__init__()
        formula = f"每年{money.yuan(standard_fen)}元 × 1年"
        self._line = line(programme, "", formula, standard_fen, source)
        self._due = Due(programme, Kind.YEARLY, None, standard_fen, channel, payee)

    def __missing__(self, year: int) -> tuple[Line, Due]:
        paid = self._line._replace(label=f"{year}年度"), self._due._replace(year=year)
        self[year] = paid
        return paid


_paid_years = lru_cache(maxsize=64)(_PaidYears)
