"""Stated values become the rule set of a day."""

from datetime import date

import pytest

from pension.vocabulary.months import Month
from subsidies.rules.known_values import known_values
from subsidies.rules.parameters import MissingParameterError, Parameters
from subsidies.rules.rule_values import READERS, RuleText, check, resolve
from subsidies.rules.vocabulary import DrawingRule, Grade, ParameterName, Programme, SubsidyBase
from tests.factories.facts import RULES

CHENGGONG, JINNING, DONGCHUAN, ELSEWHERE = "530114", "530115", "530113", "110101"
DAY = date(2022, 10, 31)


def in_force(*texts: RuleText, on: date = DAY) -> Parameters:
    """Resolve the texts on a day."""
    return resolve(texts, on, RULES)


def test_the_last_value_on_or_before_the_day_is_in_force() -> None:
    texts = (
        RuleText(ParameterName.YEARLY_SUBSIDY, "1200", RULES, Month(2023, 1)),
        RuleText(ParameterName.YEARLY_SUBSIDY, "1000", RULES, Month(2020, 3)),
    )

    stated = [in_force(*texts, on=day).yearly_subsidy for day in (DAY, date(2023, 1, 1))]

    assert [each and each.value for each in stated] == [100_000, 120_000]


def test_a_value_that_starts_later_is_missing_before() -> None:
    text = RuleText(ParameterName.YEARLY_SUBSIDY, "1000", RULES, Month(2023, 1))

    assert in_force(text).yearly_subsidy is None


def test_a_value_stated_as_unknown_is_missing() -> None:
    texts = (
        RuleText(ParameterName.MINIMUM_AGE, "16", RULES),
        RuleText(ParameterName.MINIMUM_AGE, "未录入", RULES, Month(2022, 1)),
    )

    assert in_force(*texts).minimum_age is None


def test_unlimited_is_a_statement_of_its_own() -> None:
    stated = in_force(RuleText(ParameterName.FIRST_YEAR, "不限", RULES)).first_year

    assert stated is not None
    assert stated.value is None


@pytest.mark.parametrize("text", ["lump", "一次性补助剩余年数"])
def test_a_choice_is_read_by_its_text_or_its_label(text: str) -> None:
    stated = in_force(RuleText(ParameterName.DRAWING_RESIDENT, text, RULES)).drawing_resident

    assert stated is not None
    assert stated.value is DrawingRule.LUMP


def test_the_ramp_keeps_all_its_steps_in_order() -> None:
    ramp = in_force(
        RuleText(ParameterName.RAMP, "0.80", RULES, Month(2021, 1)),
        RuleText(ParameterName.RAMP, "0.5", RULES, Month(2018, 1)),
    ).ramp

    shares = [ramp.at(month).value for month in (Month(2018, 1), Month(2020, 12), Month(2021, 1))]

    assert shares == [500_000, 500_000, 800_000]


def test_a_month_before_the_first_step_names_year_and_parameter() -> None:
    ramp = in_force(RuleText(ParameterName.RAMP, "0.80", RULES, Month(2021, 1))).ramp

    with pytest.raises(MissingParameterError, match=r"^2020年个人缴费补助比例未录入$"):
        ramp.at(Month(2020, 12))


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (ParameterName.RAMP, "1.01", "个人缴费补助比例：比例“1.01”大于1"),
        (ParameterName.RAMP, "80%", "个人缴费补助比例：“80%”不是比例"),
        (ParameterName.RAMP, "0.1234567", "小数不超过六位"),
        (ParameterName.RAMP, "-0.5", "不是比例"),
        (ParameterName.YEARLY_SUBSIDY, "一千", "年补助标准：“一千”不是金额"),
        (ParameterName.YEARS_LIMIT, "15.0", "累计补助年限：“15.0”不是整数"),
        (ParameterName.YEARS_LIMIT, "٣", "累计补助年限：“٣”不是整数"),
        (ParameterName.MINIMUM_AGE, "-1", "最低年龄：“-1”不是整数"),
        (
            ParameterName.SUBSIDY_BASE,
            "一半",
            "补助基数口径：“一半”不在可选值之中，可选：全部缴费、个人应缴部分",
        ),
        (ParameterName.DEATH_YEAR_COUNTS, "也许", "死亡当年是否计补：“也许”请填写是或否"),
    ],
)
def test_a_text_that_a_parameter_cannot_mean_is_refused(
    name: ParameterName, text: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        check(RuleText(name, text, RULES))


def test_every_parameter_can_be_checked() -> None:
    assert set(READERS) == set(ParameterName)


def test_a_value_may_be_stated_as_unknown() -> None:
    check(RuleText(ParameterName.RAMP, "未录入", RULES))


def test_jinning_cites_its_own_plan_by_article() -> None:
    parameters = in_force(*known_values(JINNING))

    assert parameters.basis(Programme.TOP_UP) == ("晋政办〔2020〕1号", "五(四)1")
    assert parameters.basis(Programme.WITHDRAWAL) == ("晋政办〔2020〕1号", "五(一)3")


def test_other_districts_rest_on_the_city_whose_text_is_wanting() -> None:
    [standard] = [
        text for text in known_values(CHENGGONG) if text.name is ParameterName.YEARLY_SUBSIDY
    ]

    assert (standard.text, standard.source.document) == ("1000", "昆政办〔2020〕3号")
    assert standard.note == "原文待录入"


@pytest.mark.parametrize(
    ("district", "rates"),
    [
        (CHENGGONG, (19_000, 15_000, 12_000)),
        (JINNING, (17_000, 13_000, 10_000)),
        (DONGCHUAN, (15_000, 11_000, 8_000)),
    ],
)
def test_each_district_has_the_rates_of_its_group(
    district: str, rates: tuple[int, int, int]
) -> None:
    parameters = in_force(*known_values(district))

    found = [parameters.monthly_rate(grade).at(Month(2017, 12)).value for grade in Grade]

    assert tuple(found) == rates


def test_rates_are_unknown_from_2018_on() -> None:
    rate = in_force(*known_values(CHENGGONG)).monthly_rate(Grade.LOW)

    with pytest.raises(MissingParameterError, match="2018年月缴费标准（低档）未录入"):
        rate.at(Month(2018, 1))


def test_only_chenggong_has_a_known_ramp() -> None:
    assert in_force(*known_values(CHENGGONG)).ramp.at(Month(2021, 1)).value == 800_000
    with pytest.raises(MissingParameterError):
        in_force(*known_values(JINNING)).ramp.at(Month(2021, 1))


def test_nothing_that_the_bureau_has_to_state_is_known_beforehand() -> None:
    parameters = in_force(*known_values(CHENGGONG))

    wanting = (
        parameters.subsidy_base,
        parameters.counted_subsidies,
        parameters.first_year,
        parameters.minimum_age,
        parameters.employee_catch_up,
        parameters.drawing_resident,
    )
    assert wanting == (None,) * len(wanting)


def test_nothing_is_known_outside_the_city() -> None:
    assert known_values(ELSEWHERE) == ()


def test_the_whole_contribution_is_read_as_a_base() -> None:
    stated = in_force(RuleText(ParameterName.SUBSIDY_BASE, "全部缴费", RULES)).subsidy_base

    assert stated is not None
    assert stated.value is SubsidyBase.WHOLE
