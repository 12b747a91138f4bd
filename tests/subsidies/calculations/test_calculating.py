"""Calculations on real rows: each sum once, what is paid stays, what is missing has a name."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from enrollment.models import Case, Contribution
from enrollment.rules.categories import Category, Drawing, Scheme
from enrollment.workflow.states import CaseState
from pension.models import AuditEntry, Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, Entitlement
from subsidies.rules.vocabulary import Channel, Grade, Kind, ParameterName, Payee, Reason
from subsidies.services import calculations
from subsidies.services.summaries import Summary
from subsidies.workflow.states import EntitlementState, Origin, RowState
from tests.clock import NOON
from tests.factories.dues import (
    batch_with,
    contribute,
    enroll,
    insured_case,
    opening,
    rate,
    rules_in_force,
)
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
YEAR_OF_2015 = {"legacy_start": "2015-01", "legacy_months": 12, "legacy_grade": "high"}


@pytest.fixture
def preparer() -> Officer:
    return holder(Post.PREPARE)


def calculate(case: Case, by: Officer, judged_on: date = TODAY) -> Summary:
    return calculations.calculate(case.pk, judged_on=judged_on, by=by, at=NOON)


def live(case: Case) -> list[tuple[str, int, int, str]]:
    rows = Entitlement.objects.filter(person=case.person).live().order_by("year", "kind")
    return list(rows.values_list("kind", "year", "amount_fen", "state"))


def settle(entitlement: Entitlement) -> None:
    Entitlement.objects.filter(pk=entitlement.pk).update(
        state=EntitlementState.SETTLED, settled_at=NOON
    )


def current(case: Case) -> Calculation:
    return Calculation.objects.get(person=case.person, is_current=True)


def test_a_confirmed_resident_gets_each_contributed_year_once(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))

    summary = calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "due"), ("yearly", 2021, 100_000, "due")]
    assert (summary.created, summary.due_fen[Kind.YEARLY]) == (2, 200_000)
    assert (current(case).due_fen, current(case).years_left) == (200_000, 13)


def test_a_second_run_changes_nothing(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    before = list(Entitlement.objects.values())

    summary = calculate(case, preparer)

    assert (summary.stored, summary.unchanged, summary.created, summary.cancelled) == (0, 1, 0, 0)
    assert list(Entitlement.objects.values()) == before
    assert Calculation.objects.count() == 1


def test_another_day_alone_makes_no_new_calculation(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    calculate(case, preparer, date(2022, 10, 30))

    calculate(case, preparer, date(2022, 10, 31))

    assert Calculation.objects.count() == 1


def test_every_line_of_the_working_names_its_document(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))

    calculate(case, preparer)

    line = current(case).lines.get()
    assert (line.label, line.amount_fen) == ("2020年度", 100_000)
    assert line.document.startswith("昆政办〔2020〕3号")
    assert current(case).number == "HS530114-2022-000001"


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


def test_a_missing_parameter_is_refused_by_its_name(preparer: Officer) -> None:
    rules_in_force(without=ParameterName.MINIMUM_AGE)
    case = insured_case(years=(2020,))

    summary = calculate(case, preparer)

    assert live(case) == []
    assert dict(summary.missing) == {"最低年龄未录入": 1}
    assert summary.refused[Reason.PARAMETER_MISSING] == 1


def test_a_day_without_a_rule_set_is_refused(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))

    with pytest.raises(CaseError, match="2019年12月31日有效的补助规则未录入"):
        calculate(case, preparer, date(2019, 12, 31))


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


def test_a_sum_that_changed_is_cancelled_and_due_anew(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.MERGED)
    record = opening(case, subsidy_enjoyed_fen=960_000)
    calculate(case, preparer)
    type(record).objects.filter(pk=record.pk).update(subsidy_enjoyed_fen=900_000)

    summary = calculate(case, preparer)

    assert live(case) == [("top_up", 0, 600_000, "due")]
    assert (summary.created, summary.cancelled) == (1, 1)
    gone = Entitlement.objects.get(state=EntitlementState.CANCELLED)
    assert (gone.amount_fen, gone.cancel_reason) == (540_000, "重新核算")


def test_a_voided_year_is_no_longer_due(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    Contribution.objects.filter(year=2021).update(voided_at=NOON, void_reason="登记错误")

    calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "due")]


def test_what_stands_in_a_live_batch_is_never_touched_and_told(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    batch = batch_with(Entitlement.objects.get(year=2021))
    Contribution.objects.filter(year=2021).update(voided_at=NOON, void_reason="登记错误")

    summary = calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "due"), ("yearly", 2021, 100_000, "due")]
    assert len(summary.warnings) == 1
    assert f"2021年度缴费补助1,000.00元已在批次{batch.number}中" in summary.warnings[0]


def test_a_batch_that_still_pays_the_right_sums_is_no_warning(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    batch_with(*Entitlement.objects.all())

    summary = calculate(case, preparer)

    assert summary.warnings == []
    assert (summary.created, summary.cancelled) == (0, 0)


def test_a_year_in_a_batch_uses_up_one_of_the_fifteen(preparer: Officer) -> None:
    rules_in_force(years_limit="1")
    case = insured_case(years=(2021,))
    calculate(case, preparer)
    batch_with(Entitlement.objects.get(year=2021))
    contribute(case, 2020, Scheme.RESIDENT)

    calculate(case, preparer)

    assert [year for _, year, _, _ in live(case)] == [2021]


def test_a_failed_row_leaves_its_sum_free_to_be_put_right(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    calculate(case, preparer)
    batch_with(Entitlement.objects.get(year=2020), state=RowState.FAILED)
    Contribution.objects.update(voided_at=NOON, void_reason="登记错误")

    calculate(case, preparer)

    assert live(case) == []


def test_a_refused_case_loses_what_is_not_paid_yet(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020, 2021))
    calculate(case, preparer)
    settle(Entitlement.objects.get(year=2020))
    Case.objects.filter(pk=case.pk).update(state=CaseState.WITHDRAWN, confirmed_at=None)

    summary = calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 100_000, "settled")]
    assert summary.lapsed == 1
    assert not Calculation.objects.filter(is_current=True).exists()


def test_years_of_another_scheme_are_told_and_not_paid(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    contribute(case, 2021, Scheme.EMPLOYEE)

    calculate(case, preparer)

    assert [year for _, year, _, _ in live(case)] == [2020]
    assert any("2021年度登记为另一参保制度" in doubt for doubt in current(case).decision["doubts"])


def test_a_year_claimed_in_time_does_not_lapse_by_waiting(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(scheme=Scheme.EMPLOYEE, years=(2019, 2020))
    calculate(case, preparer)

    calculate(case, preparer, date(2024, 6, 30))

    # Claimed in 2022 with two years to catch up: 2019 came too late, then as now.
    assert live(case) == [("yearly", 2020, 100_000, "due")]


def test_people_of_another_district_office_are_left_out(preparer: Officer) -> None:
    rules = rules_in_force()
    here, there = insured_case(years=(2020,)), insured_case(years=(2020,), code="53011400600101")
    clerk = holder(Post.PREPARE, "530114005")

    summary = calculations.calculate_many(
        [here.pk, there.pk], rules, judged_on=TODAY, by=clerk, at=NOON
    )

    assert summary.persons == 1
    assert live(there) == []


@pytest.mark.parametrize("post", [Post.SECOND_CHECK, Post.DIRECTOR, Post.COMMUNITY_ENTRY])
def test_only_the_preparer_calculates(post: Post) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))

    with pytest.raises(CaseError, match="核算编制"):
        calculate(case, holder(post))


def test_each_new_calculation_leaves_a_trace(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))

    calculate(case, preparer)
    calculate(case, preparer)

    traces = AuditEntry.objects.filter(action="核算补助", subject_id=str(case.pk))
    assert [entry.detail["due_fen"] for entry in traces] == [100_000]


def test_a_new_rule_set_makes_a_new_calculation(preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(years=(2020,))
    calculate(case, preparer)
    rules_in_force(valid_from=date(2022, 10, 1), yearly_subsidy="1200")

    calculate(case, preparer)

    assert live(case) == [("yearly", 2020, 120_000, "due")]
    assert Calculation.objects.filter(is_current=False).count() == 1


def test_the_number_of_queries_does_not_grow_with_the_people(
    preparer: Officer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rules = rules_in_force()
    keys = [insured_case(years=(2020, 2021), category=Category.NEW).pk for _ in range(12)]

    with django_assert_max_num_queries(40):
        calculations.calculate_many(keys, rules, judged_on=TODAY, by=preparer, at=NOON)
