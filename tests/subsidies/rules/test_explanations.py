"""Plain words for the person, and the names of facts that something waits for."""

from dataclasses import replace

from enrollment.rules.categories import Confirmation, Scheme
from subsidies.rules.decide import decide
from subsidies.rules.explanations import ADVICE, explain
from subsidies.rules.gaps import gaps
from subsidies.rules.vocabulary import Reason
from tests.factories.facts import existing, legacy_months, original, rule_set


def test_the_years_the_standard_the_sum_and_the_way_are_told() -> None:
    sentences = explain(decide(existing(), rule_set()))

    assert sentences[0] == (
        "您已按规定缴纳2020、2021年度的养老保险费，每个年度补助1,000.00元，共2个年度，"
        "2,000.00元，计入您的城乡居民养老保险个人账户。"
    )
    assert sentences[-1].startswith("这次之后，您还有13个年度可以申请补助")


def test_a_proposal_is_told_as_no_promise() -> None:
    sentences = explain(decide(existing(confirmation=Confirmation.NO), rule_set()))

    assert "预计可以补助2,000.00元；这不是发放的承诺" in sentences[0]
    assert ADVICE[Reason.UNCONFIRMED] in sentences


def test_every_reason_has_its_advice() -> None:
    assert set(ADVICE) == set(Reason)


def test_a_settled_total_says_that_nothing_follows() -> None:
    facts = original(scheme=Scheme.RESIDENT)

    assert explain(decide(facts, rule_set()))[-1].startswith("全部年限的补助到此结清")


def test_unknown_opening_facts_are_named() -> None:
    merged = original(scheme=Scheme.RESIDENT, enjoyed_fen=None)
    moved = original(balance_fen=None)

    assert list(gaps(merged)) == ["已享受政府补贴未知（期初数据未生效），差额补足没有计算"]
    assert list(gaps(moved)) == ["原账户余额未知（期初数据未生效），余额退还没有计算"]


def test_a_returned_balance_is_no_gap() -> None:
    assert not list(gaps(original(balance_fen=None, is_balance_returned=True)))


def test_years_without_proof_are_named() -> None:
    assert list(gaps(existing(years=()))) == ["没有已登记凭证而尚未补助的缴费年度"]


def test_unknown_legacy_sums_are_named() -> None:
    months = legacy_months(given_fen=None)

    assert list(gaps(existing(legacy=(months,)))) == ["原已补助金额未知，退补没有计算"]
    assert list(gaps(existing(legacy=(replace(months, start=None),)))) == [
        "原办法缴费起始月或月数未知，原办法缴费补助没有计算"
    ]
