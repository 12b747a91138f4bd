"""Rule sets: dated, cited, put in force by a second officer, empty where nobody stated a value."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from pension.models import Officer
from pension.vocabulary.errors import CaseError
from pension.vocabulary.months import Month
from pension.vocabulary.posts import Post
from subsidies.models import PolicyDocument, RuleSet
from subsidies.queries.rule_sets import (
    displaced_by,
    gaps,
    in_force,
    parameters_of,
    stated_values,
)
from subsidies.rules.parameters import Citation
from subsidies.rules.rule_values import RuleText
from subsidies.rules.vocabulary import Grade, ParameterName, Programme
from subsidies.services import rule_sets
from subsidies.workflow.states import RuleSetState
from tests.clock import NOON
from tests.factories.dues import rules_in_force
from tests.factories.kernel import district, holder

pytestmark = pytest.mark.django_db
DAY = date(2022, 10, 31)


@pytest.fixture
def preparer() -> Officer:
    return holder(Post.PREPARE)


def published(by: Officer, valid_from: date = date(2020, 4, 1)) -> RuleSet:
    return rule_sets.install(district(), name="呈贡区规则", valid_from=valid_from, by=by, at=NOON)


def text(name: ParameterName, value: str, variant: str = "") -> RuleText:
    return RuleText(name, value, Citation("演示文件", "第一条"), variant=variant)


def state(rule_set: RuleSet, stated: RuleText, by: Officer) -> None:
    document = rule_sets.register_document("演示文件", has_text=True)
    rule_sets.state_value(rule_set.pk, stated, document, by=by, at=NOON)


def test_a_working_in_chenggong_cites_the_city_opinion_whose_text_is_wanting(
    preparer: Officer,
) -> None:
    parameters = parameters_of(published(preparer), DAY)

    assert parameters.basis(Programme.RESIDENT).document == "昆政办〔2020〕3号（原文待录入）"
    assert parameters.yearly_subsidy is not None
    assert parameters.yearly_subsidy.value == 100_000
    assert parameters.monthly_rate(Grade.HIGH).at(Month(2010, 1)).value == 19_000


def test_what_no_document_states_stays_empty_and_says_what_it_blocks(preparer: Officer) -> None:
    found = {gap.name: gap.blocks for gap in gaps(published(preparer))}

    assert found["最低年龄"] == "现有和新产生被征地人员的缴费补助"
    assert "2021年1月以前的个人缴费补助比例" in found
    assert "2018年1月起的月缴费标准（高档）" in found
    assert "年补助标准" not in found


def test_whoever_proposed_a_rule_set_may_not_put_it_in_force() -> None:
    both = holder(Post.PREPARE)
    both.holdings.create(post=Post.SECOND_CHECK, granted_at=NOON)
    drafted = published(both)

    with pytest.raises(CaseError, match="您就是拟定人"):
        rule_sets.put_in_force(drafted.pk, by=both, at=NOON)


def test_the_database_refuses_a_rule_set_approved_by_its_proposer(preparer: Officer) -> None:
    drafted = published(preparer)

    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=drafted.pk).update(
            state=RuleSetState.IN_FORCE, approved_by=preparer, approved_at=NOON
        )


@pytest.mark.parametrize("post", [Post.PREPARE, Post.CASHIER, Post.MERGE])
def test_only_second_check_or_director_put_in_force(preparer: Officer, post: Post) -> None:
    drafted = published(preparer)

    with pytest.raises(CaseError, match="区级复核"):
        rule_sets.put_in_force(drafted.pk, by=holder(post), at=NOON)


def test_only_the_preparer_proposes() -> None:
    with pytest.raises(CaseError, match="核算编制"):
        published(holder(Post.DIRECTOR))


def test_a_new_rule_set_ends_the_one_before_on_its_day() -> None:
    first = rules_in_force(valid_from=date(2020, 1, 1))
    second = rules_in_force(valid_from=date(2022, 1, 1), yearly_subsidy="1200")

    assert in_force("530114", date(2021, 12, 31)) == first
    assert in_force("530114", date(2022, 1, 1)) == second


def test_a_rule_set_from_the_same_day_replaces_the_other() -> None:
    first = rules_in_force()
    second = rules_in_force()

    first.refresh_from_db()
    assert first.state == RuleSetState.RETIRED
    assert in_force("530114", DAY) == second


def test_a_rule_set_in_force_is_not_changed_any_more(preparer: Officer) -> None:
    rules = rules_in_force()

    with pytest.raises(CaseError, match="请拟定新的一版"):
        state(rules, text(ParameterName.YEARLY_SUBSIDY, "2000"), preparer)


def test_a_value_is_replaced_by_the_next_of_its_name_and_month(preparer: Officer) -> None:
    drafted = published(preparer)

    state(drafted, text(ParameterName.MINIMUM_AGE, "16"), preparer)
    state(drafted, text(ParameterName.MINIMUM_AGE, "18"), preparer)

    shown = [value for value in stated_values(drafted) if value.name == "最低年龄"]
    assert [(value.text, value.document, value.article) for value in shown] == [
        ("18 周岁", "演示文件", "第一条")
    ]


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        (text(ParameterName.RAMP, "1.2"), "个人缴费补助比例：比例“1.2”大于1"),
        (text(ParameterName.YEARS_LIMIT, "十五"), "累计补助年限：“十五”不是整数"),
        (text(ParameterName.MONTHLY_RATE, "190"), "须选明档次或项目"),
        (text(ParameterName.YEARS_LIMIT, "15", "high"), "不分档次"),
    ],
)
def test_a_value_that_its_parameter_cannot_mean_is_refused(
    preparer: Officer, stated: RuleText, sentence: str
) -> None:
    drafted = published(preparer)

    with pytest.raises(CaseError, match=sentence):
        state(drafted, stated, preparer)


def test_a_new_draft_starts_from_the_values_of_another(preparer: Officer) -> None:
    rules = rules_in_force()
    document = PolicyDocument.objects.get(number="昆政办〔2020〕3号")

    drafted = rule_sets.propose(
        district(),
        name="新规则",
        document=document,
        valid_from=date(2023, 1, 1),
        by=preparer,
        at=NOON,
        like=rules,
    )

    assert drafted.version == rules.version + 1
    assert [value.text for value in stated_values(drafted)] == [
        value.text for value in stated_values(rules)
    ]


def test_an_empty_draft_cannot_be_put_in_force(preparer: Officer) -> None:
    document = rule_sets.register_document("演示文件")
    drafted = rule_sets.propose(
        district(), name="空", document=document, valid_from=DAY, by=preparer, at=NOON
    )

    with pytest.raises(CaseError, match="还没有任何参数"):
        rule_sets.put_in_force(drafted.pk, by=holder(Post.DIRECTOR), at=NOON)


def test_a_discarded_draft_cannot_come_into_force(preparer: Officer) -> None:
    drafted = published(preparer)
    rule_sets.discard(drafted.pk, by=preparer, at=NOON)

    with pytest.raises(CaseError, match="只有拟定中的规则可以生效"):
        rule_sets.put_in_force(drafted.pk, by=holder(Post.DIRECTOR), at=NOON)


@pytest.mark.parametrize(
    ("valid_from", "said", "state"),
    [
        (date(2019, 1, 1), "自2020-01-01起施行，将整版停用", RuleSetState.RETIRED),
        (date(2021, 1, 1), "到2021-01-01止，不含当日", RuleSetState.IN_FORCE),
    ],
)
def test_what_becomes_of_the_set_in_force_is_said_before_it_happens(
    valid_from: date, said: str, state: RuleSetState, preparer: Officer
) -> None:
    former = rules_in_force()
    drafted = published(preparer, valid_from)

    sentences = displaced_by(drafted)
    rule_sets.put_in_force(drafted.pk, by=holder(Post.DIRECTOR), at=NOON)

    former.refresh_from_db()
    assert sentences == [f"{former}{said}"]
    assert former.state == state
