"""D13 and D14: shares of legacy contributions by dated rates and ramps."""

from datetime import date

from pension.vocabulary.months import Month
from subsidies.rules.decide import decide
from subsidies.rules.decision import LegacyShares
from subsidies.rules.rule_values import RuleText
from subsidies.rules.vocabulary import (
    Channel,
    Grade,
    Kind,
    ParameterName,
    Payee,
    Programme,
    Reason,
)
from tests.factories.facts import RULES, existing, legacy_months, rule_set

RAMP = (
    RuleText(ParameterName.RAMP, "0.60", RULES, Month(2018, 1)),
    RuleText(ParameterName.RAMP, "0.80", RULES, Month(2021, 1)),
)


def rate(text: str, start: Month, grade: Grade = Grade.MIDDLE) -> RuleText:
    """State a monthly rate of a grade."""
    return RuleText(ParameterName.MONTHLY_RATE, text, RULES, start, grade)


def by_steps(*more: RuleText, **changed: str) -> object:
    """Return a rule set whose ramp has two steps."""
    return rule_set(*RAMP, *more, without=ParameterName.RAMP, **changed)


def test_what_was_not_given_yet_is_owed_to_the_person() -> None:
    decision = decide(existing(years=None, legacy=(legacy_months(),)), rule_set())

    assert decision.legacy == LegacyShares(228_000, 45_600, 182_400, 68_400)
    assert [(due.kind, due.amount_fen, due.channel, due.payee) for due in decision.dues] == [
        (Kind.BACK_PAYMENT, 68_400, Channel.BANK, Payee.PERSON)
    ]


def test_months_still_to_be_collected_owe_their_share_to_the_fiscal_account() -> None:
    awaited = legacy_months(is_collected=False, given_fen=None)

    decision = decide(existing(years=None, legacy=(awaited,)), rule_set())

    assert [(due.kind, due.amount_fen, due.channel, due.payee) for due in decision.dues] == [
        (Kind.LEGACY_SUBSIDY, 182_400, Channel.FISCAL, Payee.FUND)
    ]


def test_the_working_shows_each_step_and_its_months() -> None:
    crossing = legacy_months(start=Month(2020, 11), given_fen=None)

    decision = decide(existing(years=None, legacy=(crossing,)), by_steps())

    assert [(line.label, line.formula, line.amount_fen) for line in decision.lines] == [
        ("2020年11月起2个月", "每月190.00元 × 2个月 × 补助60%", None),
        ("2021年1月起10个月", "每月190.00元 × 10个月 × 补助80%", None),
        ("财政补助", "各月之和，四舍五入到分", 174_800),
        ("个人承担", "2,280.00 − 1,748.00", 53_200),
    ]


def test_a_share_with_many_decimals_is_printed_in_full() -> None:
    decision = decide(existing(years=None, legacy=(legacy_months(),)), rule_set(ramp="0.333333"))

    assert decision.lines[0].formula.endswith("补助33.3333%")


def test_a_month_before_the_first_step_is_refused_by_its_year() -> None:
    early = legacy_months(start=Month(2013, 1))

    decision = decide(existing(years=None, legacy=(early,)), by_steps())

    assert decision.legacy is None
    assert decision.dues == ()
    assert decision.missing == ("2013年个人缴费补助比例未录入",)


def test_one_contribution_that_lacks_a_step_does_not_hold_up_another() -> None:
    early = legacy_months(start=Month(2013, 1))

    decision = decide(existing(years=None, legacy=(early, legacy_months())), by_steps())

    assert decision.total_fen == 68_400
    assert decision.reasons == {Reason.PARAMETER_MISSING}


def test_contributions_are_summed_into_one_back_payment() -> None:
    person = existing(years=None, legacy=(legacy_months(), legacy_months(start=Month(2020, 1))))

    decision = decide(person, rule_set())

    assert [due.amount_fen for due in decision.dues] == [136_800]


def test_a_grade_takes_the_rate_of_each_month() -> None:
    graded = legacy_months(monthly_fen=None, grade=Grade.MIDDLE, given_fen=None)
    rules = rule_set(rate("150", Month(2007, 1)), rate("160", Month(2021, 7)))

    decision = decide(existing(years=None, legacy=(graded,)), rules)

    assert decision.legacy == LegacyShares(186_000, 37_200, 148_800, None)


def test_a_grade_without_a_rate_is_refused_by_year_and_grade() -> None:
    graded = legacy_months(monthly_fen=None, grade=Grade.HIGH)

    decision = decide(existing(years=None, legacy=(graded,)), rule_set(rate("150", Month(2007, 1))))

    assert decision.missing == ("2021年月缴费标准（高档）未录入",)


def test_a_rate_stated_as_unknown_is_refused_from_that_month_on() -> None:
    graded = legacy_months(start=Month(2017, 12), months=2, monthly_fen=None, grade=Grade.MIDDLE)
    rules = rule_set(rate("150", Month(2007, 1)), rate("未录入", Month(2018, 1)))

    decision = decide(existing(years=None, legacy=(graded,)), rules)

    assert decision.missing == ("2018年月缴费标准（中档）未录入",)


def test_the_subsidy_may_be_a_share_of_what_the_person_owes() -> None:
    rules = rule_set(subsidy_base="owed", owed_share="0.25")

    decision = decide(existing(years=None, legacy=(legacy_months(given_fen=0),)), rules)

    assert decision.legacy == LegacyShares(228_000, 182_400, 45_600, 45_600)
    assert "个人应缴25%" in decision.lines[0].formula


def test_the_base_of_the_subsidy_is_not_guessed() -> None:
    rules = rule_set(without=ParameterName.SUBSIDY_BASE)

    decision = decide(existing(years=None, legacy=(legacy_months(),)), rules)

    assert decision.missing == ("补助基数口径未录入",)


def test_the_share_that_a_person_owes_is_not_guessed() -> None:
    decision = decide(
        existing(years=None, legacy=(legacy_months(),)), rule_set(subsidy_base="owed")
    )

    assert decision.missing == ("2021年个人应缴比例未录入",)


def test_months_after_death_are_not_subsidised() -> None:
    person = existing(years=None, legacy=(legacy_months(given_fen=0),), died_on=date(2021, 3, 15))

    stops_next_month = decide(person, rule_set(death_stop_months="1"))
    stops_at_once = decide(person, rule_set(death_stop_months="0"))

    assert [
        found.legacy and found.legacy.contribution_fen
        for found in (
            stops_next_month,
            stops_at_once,
        )
    ] == [57_000, 38_000]
    assert [due.payee for due in stops_at_once.dues] == [Payee.HEIR]


def test_when_the_subsidy_stops_after_death_is_not_guessed() -> None:
    person = existing(years=None, legacy=(legacy_months(),), died_on=date(2021, 3, 15))

    assert decide(person, rule_set()).missing == ("死亡后停补月数未录入",)


def test_months_before_death_need_no_stop() -> None:
    person = existing(years=None, legacy=(legacy_months(),), died_on=date(2022, 1, 1))

    assert decide(person, rule_set()).total_fen == 68_400


def test_no_month_at_all_needs_no_stop() -> None:
    person = existing(years=None, legacy=(legacy_months(months=0),), died_on=date(2021, 3, 15))

    assert decide(person, rule_set()).missing == ()


def test_the_back_payment_cites_its_own_row() -> None:
    decision = decide(existing(years=None, legacy=(legacy_months(),)), rule_set())

    assert decision.lines[-1].programme is Programme.BACK_PAYMENT
    assert (
        decision.lines[-1].formula == "按核算日比例80%应补1,824.00 − 已补助1,140.00，不足零的不退"
    )
