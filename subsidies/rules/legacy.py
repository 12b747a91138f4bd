"""D13 and D14: the government's share of contributions under 13号公告, and what is owed of it.

Readings:

* The subsidy of a contribution is Σ rate(m) · r(m), rounded half up to the fen once; the person
  pays the rest, so both add up to the contribution.
* A month before the first step of the ramp, or whose grade has no rate, refuses D13 and D14 of
  that contribution as a whole.
* For months collected already the share counts at the last step of the ramp on or before the day of
  calculation, for every month; what was given is taken off and nothing is taken back. That
  back-payment is the money due; D13 shows the split. D13 is due by itself, to the fiscal account,
  only for months that are still to be collected.
"""

from itertools import pairwise
from typing import NamedTuple

from pension.vocabulary import money
from pension.vocabulary.months import Month, months_between
from subsidies.rules import death
from subsidies.rules.decision import LEFT_OUT, Due, LegacyShares, Line, Outcome, line, missing
from subsidies.rules.facts import Facts, LegacyMonths
from subsidies.rules.parameters import (
    ALWAYS,
    WHOLE_SHARE,
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
    SubsidyBase,
)


class _Span(NamedTuple):
    """Months of one contribution for which rate and shares stay the same."""

    first: Month
    months: int
    monthly_fen: int
    base: int
    share: Stated[int]


def pay_share(facts: Facts, parameters: Parameters) -> tuple[Outcome, LegacyShares | None]:
    """Work out D13 and D14 for every known contribution, and the sums over all of them.

    Left out where first month, count or standard are unknown, D14 where the sum given is unknown.
    """
    if not facts.legacy:
        return LEFT_OUT, None
    lines: list[Line] = []
    collected: list[LegacyShares] = []
    awaited: list[LegacyShares] = []
    for contribution in facts.legacy:
        rate = _rate(contribution, parameters)
        if contribution.start is None or contribution.months is None or rate is None:
            continue
        try:
            spans = _spans(contribution.start, contribution.months, rate, facts, parameters)
        except MissingParameterError as error:
            source = parameters.basis(Programme.LEGACY_SHARE)
            lines.append(missing(Programme.LEGACY_SHARE, error, source))
            continue
        shares = _shares(spans)
        lines.extend(_working(spans, shares, parameters))
        if contribution.is_collected:
            back_fen, working = _back_payment(contribution, spans, facts, parameters)
            lines.extend(working)
            collected.append(shares._replace(back_payment_fen=back_fen))
        else:
            awaited.append(shares)
    return Outcome(tuple(lines), _dues(collected, awaited, facts)), _sum(collected + awaited)


def _spans(
    start: Month, months: int, rate: Steps, facts: Facts, parameters: Parameters
) -> list[_Span]:
    """Cut the months where a rate or a share changes; refuses a month that lacks one."""
    tables = (rate, _base(parameters), parameters.ramp)
    end = start.plus(death.months_that_count(start, months, facts, parameters))
    changes = {step.start for table in tables for step in table.steps if start < step.start < end}
    spans = []
    for first, after in pairwise(sorted({start, end} | changes)):
        monthly, base, share = (table.at(first) for table in tables)
        count = months_between(first, after)
        spans.append(_Span(first, count, monthly.value, base.value, share))
    return spans


def _rate(contribution: LegacyMonths, parameters: Parameters) -> Steps | None:
    """Return the monthly standard: the amount itself, else the dated rate of a known grade."""
    if contribution.monthly_fen is not None:
        return _always(contribution.monthly_fen, parameters)
    if contribution.grade is not None:
        return parameters.monthly_rate(contribution.grade)
    return None


def _base(parameters: Parameters) -> Steps:
    """Return the part of the contribution that the subsidy is a share of."""
    base = need(parameters.subsidy_base, ParameterName.SUBSIDY_BASE)
    if base is SubsidyBase.WHOLE:
        return _always(WHOLE_SHARE, parameters)
    return parameters.owed_share


def _always(value: int, parameters: Parameters) -> Steps:
    return Steps("", (Step(ALWAYS, value, parameters.source),))


def _shares(spans: list[_Span]) -> LegacyShares:
    """Split a contribution between government and person; rounded once."""
    contribution_fen = sum(span.months * span.monthly_fen for span in spans)
    exact = sum(span.months * span.monthly_fen * span.base * span.share.value for span in spans)
    subsidy_fen = money.round_half_up(exact, WHOLE_SHARE**2)
    return LegacyShares(contribution_fen, contribution_fen - subsidy_fen, subsidy_fen, None)


def _back_payment(
    contribution: LegacyMonths, spans: list[_Span], facts: Facts, parameters: Parameters
) -> tuple[int | None, tuple[Line, ...]]:
    """Return what is owed at the share in force on the day of calculation, and its working."""
    programme = Programme.BACK_PAYMENT
    source = parameters.basis(programme)
    given_fen = contribution.given_fen
    if given_fen is None or facts.judged_on is None:
        return None, ()
    try:
        share = parameters.ramp.at(Month.of(facts.judged_on)).value
    except MissingParameterError as error:
        return None, (missing(programme, error, source),)
    exact = sum(span.months * span.monthly_fen * span.base * share for span in spans)
    subsidy_fen = money.round_half_up(exact, WHOLE_SHARE**2)
    back_fen = max(0, subsidy_fen - given_fen)
    words = (
        f"按核算日比例{_percent(share)}应补{money.yuan(subsidy_fen)}"
        f" − 已补助{money.yuan(given_fen)}，不足零的不退"
    )
    return back_fen, (line(programme, Kind.BACK_PAYMENT.label, words, back_fen, source),)


def _working(spans: list[_Span], shares: LegacyShares, parameters: Parameters) -> tuple[Line, ...]:
    """Show each run of months at one share, then the split of the whole contribution."""
    programme = Programme.LEGACY_SHARE
    source = parameters.basis(programme)
    runs = (
        line(
            programme,
            f"{span.first.label}起{span.months}个月",
            _product(span),
            None,
            span.share.source,
        )
        for span in spans
    )
    person = f"{money.yuan(shares.contribution_fen)} − {money.yuan(shares.subsidy_fen)}"
    return (
        *runs,
        line(programme, "财政补助", "各月之和，四舍五入到分", shares.subsidy_fen, source),
        line(programme, "个人承担", person, shares.person_fen, source),
    )


def _product(span: _Span) -> str:
    """Write the months of a span as a product: «每月190.00元 × 12个月 × 80%»."""
    owed = "" if span.base == WHOLE_SHARE else f" × 个人应缴{_percent(span.base)}"
    monthly = f"每月{money.yuan(span.monthly_fen)}元 × {span.months}个月"
    return f"{monthly}{owed} × 补助{_percent(span.share.value)}"


def _percent(share: int) -> str:
    """Print millionths as per cent without idle zeros: 800000 → «80%», 333333 → «33.3333%»."""
    whole, rest = divmod(share, WHOLE_SHARE // 100)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") + "%"


def _sum(parts: list[LegacyShares]) -> LegacyShares | None:
    """Add up the contributions; the back-payment is known where that of any of them is."""
    if not parts:
        return None
    known = [part.back_payment_fen for part in parts if part.back_payment_fen is not None]
    return LegacyShares(
        sum(part.contribution_fen for part in parts),
        sum(part.person_fen for part in parts),
        sum(part.subsidy_fen for part in parts),
        sum(known) if known else None,
    )


def _dues(
    collected: list[LegacyShares], awaited: list[LegacyShares], facts: Facts
) -> tuple[Due, ...]:
    """Owe the back-payment to the person by roster, and the share of awaited months to the fund."""
    back_fen = sum(part.back_payment_fen or 0 for part in collected)
    awaited_fen = sum(part.subsidy_fen for part in awaited)
    back, share = Programme.BACK_PAYMENT, Programme.LEGACY_SHARE
    payee = death.payee(facts, Channel.BANK)
    dues = (
        Due(back, Kind.BACK_PAYMENT, None, back_fen, Channel.BANK, payee),
        Due(share, Kind.LEGACY_SUBSIDY, None, awaited_fen, Channel.FISCAL, Payee.FUND),
    )
    return tuple(due for due in dues if due.amount_fen)
