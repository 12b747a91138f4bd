"""The pages of what is due: who may open them, what they say, what a click does."""

import pytest
from django.test import Client
from django.urls import reverse

from enrollment.models import Case, Contribution
from enrollment.workflow.states import CaseState
from pension.models import Officer
from pension.vocabulary.posts import Post
from subsidies.models import Calculation, CalculationRun, Entitlement, RuleSet
from subsidies.rules.vocabulary import ParameterName
from subsidies.services import calculations
from tests.clock import NOON
from tests.factories.dues import batch_with, insured_case, rules_in_force
from tests.factories.kernel import holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def preparer() -> Officer:
    return holder(Post.PREPARE)


@pytest.fixture
def case() -> Case:
    rules_in_force()
    return insured_case(years=(2020, 2021))


def opened(client: Client, officer: Officer, name: str, *args: object, query: str = "") -> str:
    client.force_login(officer)
    response = client.get(reverse(f"subsidies:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def status(client: Client, officer: Officer, name: str, *args: object) -> int:
    client.force_login(officer)
    return client.get(reverse(f"subsidies:{name}", args=args)).status_code


def send(client: Client, officer: Officer, name: str, /, *args: object, **data: object) -> str:
    client.force_login(officer)
    response = client.post(reverse(f"subsidies:{name}", args=args), data, follow=True)
    return response.content.decode()


def calculate(case: Case, by: Officer) -> None:
    calculations.calculate(case.pk, judged_on=NOON.date(), by=by, at=NOON)


def test_the_panel_shows_working_years_and_ledger(
    client: Client, preparer: Officer, case: Case
) -> None:
    calculate(case, preparer)
    batch_with(Entitlement.objects.get(year=2020))

    page = opened(client, preparer, "case_panel", case.pk)

    assert "每年1,000.00元 × 1年" in page
    assert "应补合计" in page
    assert "拨付中 BF-2022-0001" in page
    assert "拨付中 1 年 · 待补 1 年 · 未用 13 年" in page


def test_the_panel_of_an_unconfirmed_case_says_proposed(client: Client, preparer: Officer) -> None:
    rules_in_force()
    case = insured_case(CaseState.SECOND_CHECK, years=(2020, 2021))
    calculate(case, preparer)

    page = opened(client, preparer, "case_panel", case.pk)

    assert "拟补助（身份未确认）" in page
    assert "剩余 13 年" in page


def test_a_missing_parameter_is_named_on_the_panel(client: Client, preparer: Officer) -> None:
    rules_in_force(without=ParameterName.MINIMUM_AGE)
    case = insured_case(years=(2020,))
    calculate(case, preparer)

    assert "最低年龄未录入" in opened(client, preparer, "case_panel", case.pk)


def test_the_panel_of_another_street_is_not_found(client: Client, case: Case) -> None:
    stranger = holder(Post.STREET_REVIEW, "530114006")

    assert status(client, stranger, "case_panel", case.pk) == 404


@pytest.mark.parametrize("post", [Post.AGRICULTURE, Post.RESOURCES, Post.POLICE])
def test_departments_do_not_see_money(client: Client, case: Case, post: Post) -> None:
    assert status(client, holder(post), "case_panel", case.pk) == 403
    assert status(client, holder(post), "entitlements") == 403


def test_only_the_preparer_finds_the_button_to_calculate(
    client: Client, preparer: Officer, case: Case
) -> None:
    button = reverse("subsidies:recalculate", args=[case.pk])

    assert button in opened(client, preparer, "case_panel", case.pk)
    assert button not in opened(client, holder(Post.STREET_REVIEW), "case_panel", case.pk)


def test_the_rules_are_a_link_for_those_who_may_read_them(
    client: Client, preparer: Officer, case: Case
) -> None:
    calculate(case, preparer)
    rules = reverse("subsidies:rule_set", args=[Calculation.objects.get().rule_set_id])

    assert rules in opened(client, preparer, "case_panel", case.pk)
    assert rules not in opened(client, holder(Post.STREET_REVIEW), "case_panel", case.pk)


def test_a_click_calculates_once(client: Client, preparer: Officer, case: Case) -> None:
    first = send(client, preparer, "recalculate", case.pk)
    second = send(client, preparer, "recalculate", case.pk)

    assert "已核算" in first
    assert "结果与现行结果相同" in second
    assert Calculation.objects.count() == 1


def test_a_year_is_proven_at_the_desk_once(client: Client, preparer: Officer, case: Case) -> None:
    said = {"year": 2022, "scheme": "resident", "proof": "演示凭证 1号"}

    first = send(client, preparer, "prove_year", case.pk, **said)
    second = send(client, preparer, "prove_year", case.pk, **said)

    assert "已登记2022年度的缴费" in first
    assert "2022年度已经登记过" in second
    assert Contribution.objects.filter(person=case.person, year=2022).count() == 1


def test_a_year_without_proof_is_refused_by_the_field(
    client: Client, preparer: Officer, case: Case
) -> None:
    page = send(client, preparer, "prove_year", case.pk, year=2022, scheme="resident", proof="")

    assert "缴费凭证：" in page
    assert not Contribution.objects.filter(year=2022).exists()


def test_lists_show_own_people_masked_with_the_total(
    client: Client, preparer: Officer, case: Case
) -> None:
    elsewhere = insured_case(years=(2020,), code="53011400600101")
    calculate(case, preparer)
    calculate(elsewhere, preparer)

    local = holder(Post.STREET_REVIEW)
    page = opened(client, local, "entitlements", query="?state=due")

    assert "2,000.00" in page
    assert "3,000.00" not in page
    assert case.person.identity_number not in page
    assert "3,000.00" in opened(client, preparer, "entitlements", query="?state=due")


def test_the_list_of_calculations_is_narrowed_by_reason(
    client: Client, preparer: Officer, case: Case
) -> None:
    calculate(case, preparer)

    assert case.person.name in opened(client, preparer, "calculations")
    narrowed = opened(client, preparer, "calculations", query="?reason=unconfirmed")
    assert "没有符合条件的核算结果" in narrowed


def test_a_run_is_asked_for_on_its_page_once(client: Client, preparer: Officer, case: Case) -> None:
    said = {"region": case.region.parent.parent.pk, "judged_on": "2022-10-31", "token": "t"}

    send(client, preparer, "runs", **said)
    page = send(client, preparer, "runs", **said)

    assert CalculationRun.objects.count() == 1
    assert "吴家营街道补助核算" in page


def test_the_page_of_a_rule_set_names_what_is_empty(client: Client, preparer: Officer) -> None:
    rules = rules_in_force(without=ParameterName.FIRST_YEAR)

    page = opened(client, preparer, "rule_set", rules.pk)

    assert "补助起算年度" in page
    assert "城乡居民、城镇职工的年度缴费补助" in page


def test_a_draft_is_put_in_force_by_another_officer_on_its_page(
    client: Client, preparer: Officer
) -> None:
    rules_in_force()
    said = {
        "name": "新规则",
        "valid_from": "2022-10-01",
        "document_number": "演示文件",
        "copies": "on",
    }
    send(client, preparer, "rule_set_new", **said)
    drafted = RuleSet.objects.get(name="新规则")

    page = send(client, holder(Post.DIRECTOR), "rule_set_in_force", drafted.pk)

    assert "规则已生效" in page
    assert drafted.values.count() == 9


def test_a_value_is_stated_on_the_page_of_a_draft(client: Client, preparer: Officer) -> None:
    send(
        client,
        preparer,
        "rule_set_new",
        name="新规则",
        valid_from="2022-10-01",
        document_number="演示文件",
    )
    drafted = RuleSet.objects.get()
    said = {"name": "ramp", "from_month": "2021.1", "value": "0.80", "document_number": "演示文件"}

    page = send(client, preparer, "rule_value_add", drafted.pk, **said)

    assert "个人缴费补助比例已录入" in page
    assert drafted.values.get().from_month == "2021-01"


def test_a_month_that_is_none_is_refused_by_its_field(client: Client, preparer: Officer) -> None:
    send(
        client,
        preparer,
        "rule_set_new",
        name="新规则",
        valid_from="2022-10-01",
        document_number="演示文件",
    )
    drafted = RuleSet.objects.get()
    said = {"name": "ramp", "from_month": "13月", "value": "0.80", "document_number": "演示文件"}

    page = send(client, preparer, "rule_value_add", drafted.pk, **said)

    assert "不是月份" in page
    assert not drafted.values.exists()
