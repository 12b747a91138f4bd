"""待核算: who still has to be worked out and why, and working out some or all of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from enrollment.models import Case, Contribution
from enrollment.rules.categories import Category
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, CalculationRun, OpeningRecord
from subsidies.queries.calculations import case_ids_of_run
from subsidies.queries.uncalculated import uncalculated, waiting_rows, with_grounds
from subsidies.services import calculation_runs, calculations
from tests.access import homes
from tests.clock import NOON
from tests.factories.dues import contribute, insured_case, opening, rules_in_force
from tests.factories.kernel import holder, place

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LATER = NOON + timedelta(hours=1)
STREET, ELSEWHERE = "530114005", "53011400600101"


@pytest.fixture
def preparer() -> Officer:
    rules_in_force()
    return holder(Post.PREPARE)


def worked_out(preparer: Officer, **about: object) -> Case:
    case = insured_case(years=(2020,), **about)
    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=NOON)
    return case


def prove(case: Case, year: int) -> None:
    Contribution.objects.filter(pk=contribute(case, year, "resident").pk).update(entered_at=LATER)


def listed(client: Client, officer: Officer, query: str = "") -> str:
    client.force_login(officer)
    return client.get(reverse("subsidies:uncalculated") + query).content.decode()


def send(client: Client, officer: Officer, name: str, query: str = "", **data: object) -> str:
    client.force_login(officer)
    address = reverse(f"subsidies:{name}") + query
    return client.post(address, data, follow=True).content.decode()


def asked(by: Officer, code: str = "530114", category: Category | None = None) -> CalculationRun:
    return calculation_runs.request_run(
        place(code),
        category=category,
        is_of_waiting=True,
        judged_on=TODAY,
        token="one",
        by=by,
        at=NOON + timedelta(hours=2),
    )


def test_the_list_names_who_waits_and_nobody_else(client: Client, preparer: Officer) -> None:
    never, known = insured_case(), worked_out(preparer)

    page = listed(client, preparer)

    assert never.number in page
    assert "还没有核算过" in page
    assert known.number not in page
    assert never.person.identity_number not in page


def test_the_list_says_what_changed_since_the_last_calculation(
    client: Client, preparer: Officer
) -> None:
    prove(worked_out(preparer), 2021)

    page = listed(client, preparer)

    assert "核算以后有变化：缴费年度" in page
    assert "2022" in page


def test_every_ground_is_told_alone(preparer: Officer) -> None:
    one, other = worked_out(preparer), worked_out(preparer)
    prove(one, 2021)
    record = opening(other)
    OpeningRecord.objects.filter(pk=record.pk).update(decided_at=LATER)

    rows = waiting_rows(with_grounds(uncalculated(preparer)))

    grounds = {row.case_id: row.grounds for row in rows}

    assert grounds == {one.pk: ["缴费年度"], other.pk: ["期初数据"]}


def test_the_list_is_narrowed_to_a_street_or_a_category(client: Client, preparer: Officer) -> None:
    here, there = insured_case(), insured_case(code=ELSEWHERE)
    original = insured_case(CaseState.MERGED, category=Category.ORIGINAL)

    of_street = listed(client, preparer, f"?place={STREET}")
    of_category = listed(client, preparer, "?category=existing")

    assert (here.number in of_street, there.number in of_street) == (True, False)
    assert (here.number in of_category, original.number in of_category) == (True, False)


def test_the_tile_leads_to_the_list(client: Client, preparer: Officer) -> None:
    insured_case()
    client.force_login(preparer)

    page = client.get("/").content.decode()

    assert reverse("subsidies:uncalculated") in page


def test_ticked_cases_are_worked_out_at_once(client: Client, preparer: Officer) -> None:
    ticked, left = insured_case(years=(2020, 2021)), insured_case(years=(2020,))

    page = send(client, preparer, "uncalculated_ticked", f"?place={STREET}", rows=[ticked.pk])

    assert "已核算 1 人，应补 2,000.00 元" in page
    assert left.number in page
    assert list(Calculation.objects.values_list("case", flat=True)) == [ticked.pk]


def test_ticking_nothing_is_refused(client: Client, preparer: Officer) -> None:
    insured_case()

    page = send(client, preparer, "uncalculated_ticked")

    assert "没有勾选任何一件" in page
    assert not Calculation.objects.exists()


def test_more_than_a_page_of_ticks_is_refused(preparer: Officer) -> None:
    with pytest.raises(CaseError, match="一次最多勾选 50 件"):
        calculations.calculate_ticked(range(1, 52), judged_on=TODAY, by=preparer, at=NOON)


def test_a_ticked_case_of_another_district_is_left_out(preparer: Officer) -> None:
    homes.two_districts()
    stranger = insured_case(code="53011500100101")

    summary = calculations.calculate_ticked([stranger.pk], judged_on=TODAY, by=preparer, at=NOON)

    assert summary.persons == 0
    assert not Calculation.objects.exists()


def test_all_that_the_list_shows_are_worked_out_by_one_run(
    client: Client, preparer: Officer
) -> None:
    here, there = insured_case(years=(2020,)), insured_case(years=(2020,), code=ELSEWHERE)

    for _ in range(2):
        send(client, preparer, "uncalculated_all", f"?place={STREET}", token="one")
    run = CalculationRun.objects.get()

    assert (run.is_of_waiting, run.region.code) == (True, STREET)
    assert case_ids_of_run(run, preparer) == [here.pk]
    assert there.pk not in case_ids_of_run(run, preparer)


def test_without_a_filter_the_run_is_of_the_whole_district(
    client: Client, preparer: Officer
) -> None:
    waiting = [insured_case(), insured_case(code=ELSEWHERE)]

    send(client, preparer, "uncalculated_all")
    run = CalculationRun.objects.get()

    assert case_ids_of_run(run, preparer) == [case.pk for case in waiting]


def test_a_run_for_a_place_that_is_none_is_refused(client: Client, preparer: Officer) -> None:
    insured_case()

    send(client, preparer, "uncalculated_all", "?place=999")

    assert not CalculationRun.objects.exists()


def test_a_run_of_those_who_wait_can_be_of_one_category(preparer: Officer) -> None:
    insured_case(CaseState.MERGED, category=Category.ORIGINAL)
    existing = insured_case()

    assert case_ids_of_run(asked(preparer, category=Category.EXISTING), preparer) == [existing.pk]


def test_a_run_that_is_done_again_counts_those_it_had_done(preparer: Officer) -> None:
    case = insured_case(years=(2020,))
    run = asked(preparer)
    calculations.calculate(case.pk, judged_on=TODAY, by=preparer, at=run.requested_at)

    assert case_ids_of_run(run, preparer) == [case.pk]
