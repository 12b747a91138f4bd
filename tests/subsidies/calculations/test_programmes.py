"""What each programme comes to on real rows: each year once, each sum once."""

from datetime import date

import pytest

from enrollment.rules.categories import Drawing, Scheme
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import Entitlement
from subsidies.rules.vocabulary import Channel, Grade, Kind, Payee, Reason
from subsidies.workflow.states import EntitlementState, Origin
from tests.clock import NOON
from tests.factories.dues import (
    contribute,
    enroll,
    insured_case,
    opening,
    rate,
    rules_in_force,
)
from tests.factories.kernel import holder
from tests.subsidies.calculations.ledger import calculate, current, live, settle

pytestmark = pytest.mark.django_db
YEAR_OF_2015 = {"legacy_start": "2015-01", "legacy_months": 12, "legacy_grade": "high"}


@pytest.fixture
def preparer() -> Officer:
    return holder(Post.PREPARE)


def test_years_count_once_over_both_schemes(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    for entitlement in Entitlement.objects.all():
        settle(entitlement)
    enroll(case, Scheme.EMPLOYEE)
    contribute(case, 2022, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert live(case) == [
        ("yearly", 2020, 100_000, "settled"),
        ("yearly", 2021, 100_000, "settled"),
        ("yearly", 2022, 100_000, "due"),
    ]
    assert current(case).years_left == 12
    assert Entitlement.objects.get(year=2022).channel == Channel.BANK


def test_years_paid_before_this_system_are_not_due_again(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    Entitlement.objects.create(
        person=case.person,
        kind=Kind.YEARLY,
        year=2020,
        amount_fen=0,
        channel=Channel.RESIDENT_ACCOUNT,
        payee=Payee.PERSON,
        origin=Origin.OPENING,
        state=EntitlementState.SETTLED,
        created_at=NOON,
        settled_at=NOON,
    )

    calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 0, "settled"), ("yearly", 2021, 100_000, "due")]
    assert current(case).years_left == 13


def test_the_fifteenth_year_is_the_last(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=tuple(range(2005, 2022)))

    calculate(case, preparer)

    years = [year for _, year, _, _ in live(case)]
    assert years == list(range(2005, 2020))
    assert Reason.YEARS_USED_UP.value in current(case).lines.values_list("reason", flat=True)


def test_an_unconfirmed_person_has_a_proposal_and_no_entitlement(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.SECOND_CHECK, years=(2020, 2021))

    summary = calculate(case, preparer)

    assert live(case) == []
    assert (current(case).due_fen, current(case).proposed_fen) == (0, 200_000)
    assert (summary.proposed_persons, summary.proposed_fen) == (1, 200_000)


def test_a_top_up_settles_all_years_also_after_a_move(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED)
    opening(case, subsidy_enjoyed_fen=960_000)
    calculate(case, preparer)
    settle(Entitlement.objects.get(kind=Kind.TOP_UP, amount_fen=540_000))
    enroll(case, Scheme.EMPLOYEE)
    contribute(case, 2022, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert live(case) == [("top_up", 0, 540_000, "settled")]
    assert current(case).years_left == 0


def test_years_paid_in_the_employee_scheme_are_enjoyed_when_topped_up(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED, scheme=Scheme.EMPLOYEE, years=(2021, 2022))
    opening(case, subsidy_enjoyed_fen=960_000)
    calculate(case, preparer)
    for entitlement in Entitlement.objects.all():
        settle(entitlement)
    enroll(case, Scheme.RESIDENT)

    calculate(case, preparer)

    # 15,000 less 9,600 of the opening record and 2,000 paid since.
    assert ("top_up", 0, 340_000, "due") in live(case)
    assert any("年度补助2,000.00元" in told for told in current(case).decision["doubts"])


def test_years_paid_do_not_count_as_enjoyed_where_they_were_paid_before_this_system(
    preparer: Officer,
) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED)
    opening(case, subsidy_enjoyed_fen=960_000)
    Entitlement.objects.create(
        person=case.person,
        kind=Kind.YEARLY,
        year=2019,
        amount_fen=100_000,
        channel=Channel.BANK,
        payee=Payee.PERSON,
        origin=Origin.OPENING,
        state=EntitlementState.SETTLED,
        created_at=NOON,
        settled_at=NOON,
    )

    calculate(case, preparer)

    assert ("top_up", 0, 540_000, "due") in live(case)


def test_a_full_subsidy_settles_all_years_without_money(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED)
    opening(case, subsidy_enjoyed_fen=1_500_000)
    calculate(case, preparer)
    enroll(case, Scheme.EMPLOYEE)
    contribute(case, 2022, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert live(case) == []
    assert current(case).years_left == 0


def test_an_original_enrollee_before_the_merge_has_made_no_choice(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGING, scheme=Scheme.RESIDENT)
    opening(case, subsidy_enjoyed_fen=960_000)

    summary = calculate(case, preparer)

    assert live(case) == []
    assert summary.refused[Reason.NOT_ENROLLED] == 1


def test_an_unknown_subsidy_is_told_and_not_taken_for_nothing(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED)

    calculate(case, preparer)

    assert live(case) == []
    assert (
        "已享受政府补贴未知（期初数据未生效），差额补足没有计算" in current(case).decision["doubts"]
    )


def test_who_leaves_gets_the_balance_once(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.LEFT, scheme=Scheme.LEAVING)
    opening(case, balance_fen=700_000)
    calculate(case, preparer)
    settle(Entitlement.objects.get(kind=Kind.BALANCE))

    calculate(case, preparer)

    assert live(case) == [("balance", 0, 700_000, "settled")]


def test_a_raise_is_paid_back_less_what_was_given(preparer: Officer) -> None:
    rules_in_force(more=[rate(Grade.HIGH, "190")])
    case = insured_case(CaseState.MERGING)
    opening(case, **YEAR_OF_2015, legacy_given_fen=114_000)

    calculate(case, preparer)

    # 190 a month for twelve months, 80 % of it, less the 1,140 given.
    assert live(case) == [("back_payment", 2022, 68_400, "due")]


def test_a_back_payment_is_not_paid_twice(preparer: Officer) -> None:
    rules_in_force(more=[rate(Grade.HIGH, "190")])
    case = insured_case(CaseState.MERGING)
    opening(case, **YEAR_OF_2015, legacy_given_fen=114_000)
    calculate(case, preparer)
    settle(Entitlement.objects.get(kind=Kind.BACK_PAYMENT))

    calculate(case, preparer)

    assert live(case) == [("back_payment", 2022, 68_400, "settled")]


def test_a_month_without_a_rate_refuses_the_back_payment_by_name(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGING)
    opening(case, **YEAR_OF_2015, legacy_given_fen=114_000)

    summary = calculate(case, preparer)

    assert dict(summary.missing) == {"2015年月缴费标准（高档）未录入": 1}


def test_who_draws_the_resident_pension_gets_the_rest_at_once(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(drawing=Drawing.RESIDENT, years=(2020,))
    calculate(case, preparer)
    settle(Entitlement.objects.get(kind=Kind.LUMP, amount_fen=1_500_000))

    calculate(case, preparer)

    assert live(case) == [("lump", 0, 1_500_000, "settled")]


def test_a_year_claimed_in_time_does_not_lapse_by_waiting(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(scheme=Scheme.EMPLOYEE, years=(2019, 2020))
    calculate(case, preparer)

    calculate(case, preparer, date(2024, 6, 30))

    # Claimed in 2022 with two years to catch up: 2019 came too late, then as now.
    assert live(case) == [("yearly", 2020, 100_000, "due")]
