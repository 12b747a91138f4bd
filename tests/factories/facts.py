"""Facts and rule sets for the rules of what is due: usual ones, to be varied by a test."""

from dataclasses import replace
from datetime import date

from enrollment.rules.categories import Category, Confirmation, Drawing, Scheme
from pension.vocabulary.months import Month
from subsidies.rules.facts import Facts, LegacyMonths
from subsidies.rules.parameters import Citation, Parameters
from subsidies.rules.rule_values import UNLIMITED, RuleText, resolve
from subsidies.rules.vocabulary import ParameterName

DAY = date(2021, 12, 31)
RULES = Citation("演示规则")

STATED = {
    ParameterName.YEARLY_SUBSIDY: "1000",
    ParameterName.YEARS_LIMIT: "15",
    ParameterName.COUNTED_SUBSIDIES: "财政配套和提高补助",
    ParameterName.SUBSIDY_BASE: "whole",
    ParameterName.MINIMUM_AGE: UNLIMITED,
    ParameterName.FIRST_YEAR: UNLIMITED,
    ParameterName.EMPLOYEE_CATCH_UP: "2",
    ParameterName.DRAWING_RESIDENT: "lump",
    ParameterName.RAMP: "0.80",
}


def rule_set(*more: RuleText, without: ParameterName | None = None, **changed: str) -> Parameters:
    """Return a full rule set; keywords restate a value by its name, ``without`` leaves one out."""
    texts = {name.value: text for name, text in STATED.items() if name is not without} | changed
    rows = [RuleText(ParameterName(name), text, RULES) for name, text in texts.items()]
    return resolve((*rows, *more), DAY, RULES)


def existing(**changes: object) -> Facts:
    """Return a confirmed person outside the legacy scheme, in the resident scheme."""
    usual = Facts(
        category=Category.EXISTING,
        confirmation=Confirmation.YES,
        scheme=Scheme.RESIDENT,
        drawing=Drawing.NONE,
        birth=date(1979, 3, 2),
        judged_on=DAY,
        used_years=0,
        years=(2020, 2021),
    )
    return replace(usual, **changes)


def original(**changes: object) -> Facts:
    """Return an original enrollee who chose the employee scheme and claims this year."""
    usual = Facts(
        category=Category.ORIGINAL,
        confirmation=Confirmation.EXEMPT,
        scheme=Scheme.EMPLOYEE,
        drawing=Drawing.NONE,
        birth=date(1980, 5, 1),
        judged_on=DAY,
        enjoyed_fen=960_000,
        used_years=0,
        years=(2021,),
        balance_fen=700_000,
    )
    return replace(usual, **changes)


def legacy_months(**changes: object) -> LegacyMonths:
    """Return a year of legacy contributions at 190 yuan, half of which was given."""
    usual = LegacyMonths(start=Month(2021, 1), months=12, monthly_fen=19_000, given_fen=114_000)
    return replace(usual, **changes)
