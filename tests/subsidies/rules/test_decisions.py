"""What a decision holds beside its sums: working, channels, proposals, years left, doubts."""

from datetime import date

import pytest

from enrollment.rules.categories import Category, Confirmation, Drawing, Scheme
from subsidies.rules.decide import decide
from subsidies.rules.decision import Due
from subsidies.rules.parameters import Citation
from subsidies.rules.rule_values import RuleText
from subsidies.rules.vocabulary import (
    Channel,
    Kind,
    ParameterName,
    Payee,
    Programme,
    Reason,
)
from tests.factories.facts import DAY, RULES, existing, legacy_months, original, rule_set


def test_a_resident_year_is_credited_to_the_individual_account() -> None:
    decision = decide(existing(years=(2021,)), rule_set())

    assert decision.dues == (
        Due(
            Programme.RESIDENT,
            Kind.YEARLY,
            2021,
            100_000,
            Channel.RESIDENT_ACCOUNT,
            Payee.PERSON,
        ),
    )


def test_an_employee_year_is_paid_to_the_bank_account() -> None:
    decision = decide(existing(scheme=Scheme.EMPLOYEE, years=(2021,)), rule_set())

    assert [(due.programme, due.channel) for due in decision.dues] == [
        (Programme.EMPLOYEE, Channel.BANK)
    ]


def test_a_lump_is_booked_in_a_ledger_of_its_own() -> None:
    decision = decide(existing(drawing=Drawing.RESIDENT, used_years=3), rule_set())

    assert [(due.kind, due.year, due.amount_fen, due.channel) for due in decision.dues] == [
        (Kind.LUMP, None, 1_200_000, Channel.RESIDENT_SUBLEDGER)
    ]


def test_balance_and_first_year_fall_due_together() -> None:
    decision = decide(original(), rule_set())

    assert [(due.programme, due.amount_fen) for due in decision.dues] == [
        (Programme.BALANCE, 700_000),
        (Programme.ORIGINAL_EMPLOYEE, 100_000),
    ]


def test_the_working_of_a_top_up_shows_total_enjoyed_and_gap() -> None:
    decision = decide(original(scheme=Scheme.RESIDENT), rule_set())

    assert [(line.label, line.formula, line.amount_fen) for line in decision.lines] == [
        ("补助总额", "每年1,000.00元 × 15年", 1_500_000),
        ("已享受政府补贴", "财政配套和提高补助", 960_000),
        ("差额补足", "15,000.00 − 9,600.00", 540_000),
    ]


def test_the_working_says_when_the_years_left_cap_a_top_up() -> None:
    person = original(scheme=Scheme.RESIDENT, enjoyed_fen=0, used_years=5)

    decision = decide(person, rule_set())

    assert decision.lines[-1].formula.endswith("且不超过剩余10年 × 1,000.00")
    assert decision.total_fen == 1_000_000


def test_the_working_of_a_first_top_up_does_not_speak_of_a_cap() -> None:
    decision = decide(original(scheme=Scheme.RESIDENT, enjoyed_fen=0), rule_set())

    assert decision.lines[-1].formula == "15,000.00 − 0.00"


def test_each_year_refused_says_why() -> None:
    decision = decide(existing(years=(2019, 2020)), rule_set(first_year="2020"))

    assert [(line.label, line.formula, line.reason) for line in decision.lines] == [
        ("2019年度", "早于补助起算年度2020年", Reason.BEFORE_FIRST_YEAR),
        ("2020年度", "每年1,000.00元 × 1年", None),
    ]


def test_a_line_cites_the_article_behind_its_programme() -> None:
    article = Citation("晋政办〔2020〕1号", "五(四)2")
    rules = rule_set(RuleText(ParameterName.BASIS, "居民缴费补助", article, variant="D8"))

    decision = decide(existing(years=(2021,)), rules)

    assert [(line.document, line.article) for line in decision.lines] == [
        ("晋政办〔2020〕1号", "五(四)2")
    ]


def test_a_line_without_an_article_of_its_own_cites_the_rule_set() -> None:
    decision = decide(existing(years=(2021,)), rule_set())

    assert [line.document for line in decision.lines] == [RULES.document]


def test_without_confirmation_the_sum_is_proposed_and_not_due() -> None:
    decision = decide(existing(confirmation=Confirmation.NO), rule_set())

    assert (decision.total_fen, decision.proposed_fen) == (0, 200_000)
    assert decision.years_left == 15


def test_nothing_is_proposed_for_who_was_in_school() -> None:
    decision = decide(existing(confirmation=Confirmation.NO, in_school=True), rule_set())

    assert decision.proposed == ()
    assert decision.reasons == {Reason.UNCONFIRMED, Reason.MINOR}


def test_a_proposal_is_never_due_to_who_is_enrolled_nowhere() -> None:
    decision = decide(existing(confirmation=Confirmation.NO, scheme=Scheme.NONE), rule_set())

    assert decision.proposed == ()


def test_a_year_known_as_paid_is_not_paid_again() -> None:
    person = existing(years=(2019, 2020, 2021), paid_years=frozenset({2020}), used_years=1)

    decision = decide(person, rule_set())

    assert [due.year for due in decision.dues] == [2019, 2021]
    assert decision.years_left == 12


def test_a_top_up_settles_the_years_of_a_later_employee() -> None:
    decision = decide(original(is_topped_up=True), rule_set())

    assert decision.sum_fen(Kind.YEARLY) == 0
    assert decision.reasons == {Reason.YEARS_USED_UP}
    assert (decision.is_settled, decision.years_left) == (True, 0)


def test_a_top_up_is_given_once() -> None:
    decision = decide(original(scheme=Scheme.RESIDENT, is_topped_up=True), rule_set())

    assert decision.dues == ()
    assert decision.reasons == {Reason.TOTAL_REACHED}


def test_a_balance_is_returned_once() -> None:
    decision = decide(original(is_balance_returned=True), rule_set())

    assert [due.kind for due in decision.dues] == [Kind.YEARLY]


def test_a_full_total_settles_the_years_without_payment() -> None:
    decision = decide(original(scheme=Scheme.RESIDENT, enjoyed_fen=1_824_000), rule_set())

    assert decision.dues == ()
    assert (decision.is_settled, decision.years_left) == (True, 0)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (ParameterName.YEARLY_SUBSIDY, "年补助标准未录入"),
        (ParameterName.YEARS_LIMIT, "累计补助年限未录入"),
        (ParameterName.FIRST_YEAR, "补助起算年度未录入"),
        (ParameterName.MINIMUM_AGE, "最低年龄未录入"),
    ],
)
def test_a_value_that_a_resident_year_needs_is_refused_by_its_name(
    name: ParameterName, sentence: str
) -> None:
    decision = decide(existing(), rule_set(without=name))

    assert decision.total_fen == 0
    assert decision.missing == (sentence,)
    assert decision.reasons == {Reason.PARAMETER_MISSING}


def test_what_counts_as_enjoyed_has_to_be_stated_for_a_top_up() -> None:
    rules = rule_set(without=ParameterName.COUNTED_SUBSIDIES)

    decision = decide(original(scheme=Scheme.RESIDENT), rules)

    assert decision.missing == ("已享受政府补贴口径未录入",)
    assert decision.total_fen == 0


def test_a_missing_window_refuses_the_earlier_years_alone() -> None:
    person = existing(scheme=Scheme.EMPLOYEE, years=(2020, 2021))

    decision = decide(person, rule_set(without=ParameterName.EMPLOYEE_CATCH_UP))

    assert [due.year for due in decision.dues] == [2021]
    assert decision.missing == ("职工参保可补报年数未录入",)


def test_an_age_that_contradicts_the_pension_drawn_is_a_doubt() -> None:
    sixty = existing(birth=DAY.replace(year=DAY.year - 60))
    younger = existing(birth=date(1962, 1, 1), drawing=Drawing.RESIDENT)

    assert decide(sixty, rule_set()).doubts == ("基准日已满60周岁，登记为未领取待遇，请核对",)
    assert decide(younger, rule_set()).doubts == (
        "基准日未满60周岁，登记为已领取居民养老待遇，请核对",
    )


def test_an_age_that_agrees_with_the_pension_drawn_is_no_doubt() -> None:
    day_before_sixty = existing(birth=date(1962, 1, 1))
    sixty = existing(birth=DAY.replace(year=DAY.year - 60), drawing=Drawing.RESIDENT)

    assert decide(day_before_sixty, rule_set()).doubts == ()
    assert decide(sixty, rule_set()).doubts == ()


def test_an_age_that_cannot_be_tested_is_a_doubt() -> None:
    decision = decide(existing(taken_on=None), rule_set(minimum_age="16"))

    assert decision.doubts == ("出生日期或征地时间未填，征地时的年龄没有核对",)


def test_enjoyed_subsidies_below_the_years_paid_are_a_doubt() -> None:
    person = original(scheme=Scheme.RESIDENT, enjoyed_fen=299_999, used_years=3)

    decision = decide(person, rule_set())

    assert decision.doubts == ("已享受政府补贴少于已补助年数应有的金额，请核对是否漏计",)


def test_an_original_enrollee_still_in_the_legacy_scheme_has_not_chosen() -> None:
    decision = decide(original(scheme=Scheme.LEGACY), rule_set())

    assert decision.dues == ()
    assert decision.reasons == {Reason.NOT_ENROLLED}


def test_who_asks_to_leave_without_a_legacy_account_is_enrolled_nowhere() -> None:
    decision = decide(existing(category=Category.NEW, scheme=Scheme.LEAVING), rule_set())

    assert decision.reasons == {Reason.NOT_ENROLLED}


def test_legacy_months_stand_beside_whatever_else_is_due() -> None:
    decision = decide(original(legacy=(legacy_months(),)), rule_set())

    assert {due.kind for due in decision.dues} == {Kind.BALANCE, Kind.YEARLY, Kind.BACK_PAYMENT}
